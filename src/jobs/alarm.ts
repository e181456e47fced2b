/** Something to wait for that may come early. */
export interface Alarm {
  /** Ends the present wait, or the next one if nobody waits. */
  ring(): void
  /** Resolves at the next ring, and at the latest after so many milliseconds. */
  wait(ms: number): Promise<void>
}

export function makeAlarm(): Alarm {
  let isRung = false
  let wakeUp = () => {}
  return {
    ring: () => {
      isRung = true
      wakeUp()
    },
    wait: async (ms) => {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wakeUp = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      isRung = false
      wakeUp = () => {}
    },
  }
}
