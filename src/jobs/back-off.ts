const FIRST_PAUSE_SECONDS = 10
const LONGEST_PAUSE_SECONDS = 3600

export interface Pauses {
  readonly firstPauseSeconds?: number
  readonly maxPauseSeconds?: number
}

/**
 * Whole seconds to wait after the given number of failures in a row: doubling from the first pause to the longest, and
 * of that between a half and the whole, so that what failed together does not come back together. `chance` is in [0, 1).
 */
export function pauseSeconds(failures: number, pauses: Pauses, chance: number): number {
  const { firstPauseSeconds = FIRST_PAUSE_SECONDS, maxPauseSeconds = LONGEST_PAUSE_SECONDS } = pauses
  const full = Math.min(maxPauseSeconds, firstPauseSeconds * 2 ** Math.max(0, failures - 1))
  return Math.max(1, Math.ceil((full * (1 + chance)) / 2))
}
