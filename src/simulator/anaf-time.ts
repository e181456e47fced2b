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

function inBucharest(ms: number): Readonly<Record<string, string>> {
  return Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, value]))
}

/** `yyyyMMddHHmm` in Romania, as in `dateResponse` and `data_creare` (efactura 1.3). */
export function compactTime(ms: number): string {
  const { year, month, day, hour, minute } = inBucharest(ms)
  return `${year}${month}${day}${hour}${minute}`
}

/** `dd-MM-yyyy HH:mm:ss` in Romania, as in the JSON of errors and in titles. */
export function readableTime(ms: number): string {
  const { year, month, day, hour, minute, second } = inBucharest(ms)
  return `${day}-${month}-${year} ${hour}:${minute}:${second}`
}
