import type { DueLane, Room } from './claim.store.ts'

/** How many jobs of whom may run at a time in one process. */
export interface Shares {
  readonly total: number
  /** Of one company, or of the installation itself. */
  readonly perCompany: number
  /** Of all sandboxes together, and of one of them. */
  readonly sandboxes: number
  readonly perSandbox: number
}

/**
 * One company has at most half of a process, and all sandboxes together at most the other half: a job may take as long
 * as ANAF does, or as a fault that somebody ordered, and others must not wait for it. So that this can be, a process
 * that is told to do one thing at a time does two where one of them is a sandbox's or another company's.
 */
export function sharesOf(concurrency: number): Shares {
  const total = Math.max(2, concurrency)
  const sandboxes = Math.floor(total / 2)
  return { total, perCompany: Math.ceil(total / 2), sandboxes, perSandbox: Math.max(1, Math.floor(sandboxes / 2)) }
}

export interface Space {
  readonly limit: number
  readonly room: Room
  /** Lanes that have all that they may have. */
  readonly full: ReadonlySet<string>
}

/** What may be begun beside what runs. */
export function spaceBeside(running: Iterable<DueLane>, shares: Shares): Space {
  const counts = new Map<string, number>()
  const full = new Set<string>()
  const mostOf = (isSandbox: boolean) => (isSandbox ? shares.perSandbox : shares.perCompany)
  let all = 0
  let sandboxes = 0
  for (const { lane, isSandbox } of running) {
    const count = (counts.get(lane) ?? 0) + 1
    counts.set(lane, count)
    if (count >= mostOf(isSandbox)) full.add(lane)
    all++
    if (isSandbox) sandboxes++
  }
  return {
    limit: Math.max(0, shares.total - all),
    room: {
      ofLane: ({ lane, isSandbox }) => Math.max(0, mostOf(isSandbox) - (counts.get(lane) ?? 0)),
      ofSandboxes: Math.max(0, shares.sandboxes - sandboxes),
    },
    full,
  }
}
