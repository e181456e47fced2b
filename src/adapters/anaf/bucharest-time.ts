const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Bucharest',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** How far Bucharest is ahead of UTC at an instant, in milliseconds. */
function offsetMs(utcMs: number): number {
  const of: Record<string, number> = {}
  for (const { type, value } of parts.formatToParts(utcMs)) of[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = of
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(utcMs / 1000) * 1000
}

/**
 * Unix seconds of `yyyyMMddHHmm`, with or without seconds, which ANAF gives in Bucharest time; null for anything else.
 * In the hour that autumn has twice it is the second one.
 */
export function bucharestUnix(text: string): number | null {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/.exec(text.trim())
  if (!found) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((digits) => Number(digits ?? 0))
  const asUtcMs = Date.UTC(year, month - 1, day, hour, minute, second)
  const isReal =
    new Date(asUtcMs)
      .toISOString()
      .replace(/[-T:.Z]/g, '')
      .slice(0, 14) === text.trim().padEnd(14, '0')
  if (!isReal) return null
  // The offset is asked for twice, since the first guess may lie across the change of the clocks.
  const guessMs = asUtcMs - offsetMs(asUtcMs)
  return (asUtcMs - offsetMs(guessMs)) / 1000
}
