interface Waiting {
  readonly of: string
  begin(): void
}

/** `queue`: too many wait. `share`: too many of these are of the same company. */
export type Fullness = 'queue' | 'share'

export interface FairQueue {
  /** Why this company may not wait too; null when it may. */
  fullFor(companyId: string): Fullness | null
  /** Runs one piece of work at a time, of each company that waits in turn. */
  run<T>(companyId: string, work: () => Promise<T>): Promise<T>
}

export function makeFairQueue(limits: { readonly most: number; readonly mostOfOne: number }): FairQueue {
  const waiting: Waiting[] = []
  const counts = new Map<string, number>()
  let count = 0
  let running: string | null = null
  let last: string | null = null

  const next = () => {
    // Whoever was served last comes after everybody else.
    const other = waiting.findIndex(({ of }) => of !== last)
    const [turn] = waiting.splice(Math.max(other, 0), 1)
    running = turn?.of ?? null
    last = running ?? last
    turn?.begin()
  }
  const countOf = (companyId: string, by: 1 | -1) => {
    const mine = (counts.get(companyId) ?? 0) + by
    count += by
    if (mine === 0) counts.delete(companyId)
    else counts.set(companyId, mine)
  }
  return {
    fullFor: (companyId) => {
      if ((counts.get(companyId) ?? 0) >= limits.mostOfOne) return 'share'
      return count >= limits.most ? 'queue' : null
    },
    async run(companyId, work) {
      countOf(companyId, 1)
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push({ of: companyId, begin: resolve })
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
