/** `queue`: too many wait. `share`: too many of these are of the same company. */
export type Fullness = 'queue' | 'share'

export interface FairQueue {
  /** Why this company may not wait too; null when it may. */
  fullFor(companyId: string): Fullness | null
  /** Runs one piece of work at a time, of each company that waits in turn. */
  run<T>(companyId: string, work: () => Promise<T>): Promise<T>
}

export function makeFairQueue(limits: { readonly most: number; readonly mostOfOne: number }): FairQueue {
  /** In the order of their turns; each has something waiting. */
  const waiting = new Map<string, (() => void)[]>()
  const counts = new Map<string, number>()
  let count = 0
  let running: string | null = null

  const next = () => {
    // Whoever was served now comes after everybody else, also after those who came meanwhile.
    if (running !== null) comeLast(running)
    const [turn] = waiting
    running = turn?.[0] ?? null
    if (turn === undefined) return
    const [companyId, [begin, ...others]] = turn
    if (others.length === 0) waiting.delete(companyId)
    else waiting.set(companyId, others)
    begin?.()
  }
  const comeLast = (companyId: string) => {
    const mine = waiting.get(companyId)
    if (mine === undefined) return
    waiting.delete(companyId)
    waiting.set(companyId, mine)
  }
  const countOf = (companyId: string, by: 1 | -1) => {
    const mine = (counts.get(companyId) ?? 0) + by
    count += by
    if (mine === 0) counts.delete(companyId)
    else counts.set(companyId, mine)
  }
  return {
    fullFor: (companyId) => {
      const mine = counts.get(companyId) ?? 0
      if (mine >= limits.mostOfOne) return 'share'
      // At most as many as there are places left: a few companies never take the last ones from the others.
      return mine >= limits.most - count ? 'queue' : null
    },
    async run(companyId, work) {
      countOf(companyId, 1)
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.set(companyId, [...(waiting.get(companyId) ?? []), resolve])
      if (running === null) next()
      await promise
      try {
        return await work()
      } finally {
        countOf(companyId, -1)
        next()
      }
    },
  }
}
