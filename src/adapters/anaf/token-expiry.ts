const DAY_SECONDS = 86_400
/** Unix seconds have ten digits; a number of milliseconds is none of them. */
const LATEST = 99_999_999_999

/**
 * When a token ends, in Unix seconds: what a JWT says of itself (`exp`), else what came with it in seconds, else the
 * days that ANAF documents (contract efactura 1.8).
 */
export function tokenExpiry(token: string, expiresIn: unknown, now: number, days: number): number {
  const exp = claimedExpiry(token)
  if (isWhole(exp)) return exp
  const seconds = Number(expiresIn)
  if (isWhole(seconds)) return now + seconds
  return now + days * DAY_SECONDS
}

/** The signature is ANAF's business: whoever could forge the token could as well have refused it. */
function claimedExpiry(token: string): unknown {
  const parts = token.split('.')
  if (parts.length !== 3) return null
  try {
    return JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'))?.exp
  } catch {
    return null
  }
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= LATEST
}
