/** How long a stop may take beyond its grace, for a database that does not let go. */
const LAST_RESORT_MS = 5_000

/** Resolves at SIGTERM or SIGINT. Whoever asks a second time does not want to wait. */
export function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = () => {
      if (asked) process.exit(1)
      asked = true
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}

/** Ends the process if what follows does not: a stop that hangs is worse than one that breaks something off. */
export function endAtLast(graceMs: number): void {
  setTimeout(() => process.exit(1), graceMs + LAST_RESORT_MS).unref()
}
