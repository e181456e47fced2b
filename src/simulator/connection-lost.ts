/** The caller gets no answer at all: whoever carries the call closes the connection, or fails as if it had closed. */
export class ConnectionLost extends Error {
  constructor() {
    super('the simulator was told to let the connection drop')
    this.name = 'ConnectionLost'
  }
}
