const LONGEST_SECONDS = 86_400

/** `Retry-After` in seconds from now, given as seconds or as a date (RFC 9110, 10.2.3); null when it says nothing. */
export function retryAfterSeconds(header: string | null, nowMs = Date.now()): number | null {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), LONGEST_SECONDS)
  // Every form of an HTTP date begins with the day of the week; `Date.parse` alone would take "-5" for one.
  const at = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) return null
  return Math.min(Math.max(0, Math.ceil((at - nowMs) / 1000)), LONGEST_SECONDS)
}
