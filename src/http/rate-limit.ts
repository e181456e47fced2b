const WINDOW_SECONDS = 60
/** What "no limit" says in the headers: old clients read numbers. */
export const UNLIMITED = 2_147_483_647

export interface Allowance {
  readonly limit: number
  readonly remaining: number
  /** Unix seconds at which the window ends. */
  readonly resetAt: number
  readonly isExceeded: boolean
}

/**
 * Requests per key and calendar minute, counted in this process. Several servers behind one address each count
 * their own share. All counts are forgotten at the end of the minute, which also bounds the memory.
 */
export function makeRateLimiter() {
  const counts = new Map<string, number>()
  let window = 0
  return {
    take(caller: string, limit: number, nowSeconds: number): Allowance {
      const current = Math.floor(nowSeconds / WINDOW_SECONDS)
      if (current !== window) {
        counts.clear()
        window = current
      }
      const resetAt = (current + 1) * WINDOW_SECONDS
      if (limit === 0) return { limit: UNLIMITED, remaining: UNLIMITED, resetAt, isExceeded: false }
      const count = (counts.get(caller) ?? 0) + 1
      counts.set(caller, count)
      return { limit, remaining: Math.max(0, limit - count), resetAt, isExceeded: count > limit }
    },
    /** Whether a caller has taken all there is this minute; asking costs nothing. */
    isSpent(caller: string, limit: number, nowSeconds: number): boolean {
      return Math.floor(nowSeconds / WINDOW_SECONDS) === window && (counts.get(caller) ?? 0) >= limit
    },
  }
}

/**
 * Who an address is to a limit: of IPv6 its first 64 bits, because a connection is given all that begin with them.
 * A caller that has hung up has none.
 */
export function addressBlock(ip: string | undefined): string {
  const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip ?? '')?.[1] ?? ip ?? ''
  if (!address.includes(':')) return address
  const [head = [], after] = address
    .toLowerCase()
    .split('::', 2)
    .map((part) => part.split(':').filter(Boolean))
  const zeros =
    after === undefined ? [] : Array.from({ length: Math.max(0, 8 - head.length - after.length) }, () => '0')
  return `${[...head, ...zeros, ...(after ?? [])].slice(0, 4).join(':')}::/64`
}
