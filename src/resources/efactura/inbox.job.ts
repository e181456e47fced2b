import type { AnafAccess } from '../../adapters/anaf/anaf-access.ts'
import type { DocumentReader } from '../../domain/efactura/summary.ts'
import type { JobHandler } from '../../jobs/job.ts'
import { getCompany } from '../settings/company.store.ts'
import { listInboxes } from './inbox.store.ts'
import { INBOX_JOB, queueInbox } from './queue-inbox.ts'
import { syncInTurn } from './sync-in-turn.ts'

const ROUND_SECONDS = 900

/** Reads the inbox of one company, and comes back until every file is fetched. */
export function inboxJob(access: AnafAccess, xmlJudge?: DocumentReader): JobHandler {
  return {
    kind: INBOX_JOB,
    // ANAF may be away for days, which is nothing that a person could mend.
    maxAttempts: null,
    // As long as the turn, and begun anew with it: where a process died, the inbox is read again as soon as it may be.
    leaseSeconds: 300,
    maxPauseSeconds: ROUND_SECONDS,
    async run(job, { database, clock, extendLease }) {
      const companyId = job.companyId ?? ''
      const { cui } = await getCompany({ db: database.read, companyId })
      if (cui === null) return { kind: 'done' }
      const environment = job.subject === 'live' ? 'live' : 'test'
      const synced = await syncInTurn({ database, clock, xmlJudge }, access, { companyId, environment }, cui, {
        pauseSeconds: null,
        holdOn: extendLease,
      })
      const now = Math.floor(clock.nowMs() / 1000)
      switch (synced.kind) {
        case 'no_token':
          return { kind: 'done' }
        case 'under_way':
        case 'too_soon':
          return { kind: 'again', at: now + synced.retryAfterSeconds, note: 'The inbox is being read for a caller.' }
        case 'problem':
          return synced.retryAfterSeconds === null
            ? { kind: 'retry', note: synced.problem }
            : { kind: 'retry', note: synced.problem, at: now + synced.retryAfterSeconds }
        case 'synced':
          if (synced.readAgainSeconds !== null) {
            return { kind: 'again', at: now + synced.readAgainSeconds, note: 'Large files wait to be read.' }
          }
          // Nothing could be fetched of what waits: the next round tries again.
          return synced.isComplete || synced.fetched === 0 ? { kind: 'done' } : { kind: 'again', at: now }
      }
    },
  }
}

/** Has every inbox read, a quarter of an hour after the last time. */
export const inboxRoundJob: JobHandler = {
  kind: 'efactura.inbox_round',
  maxAttempts: 3,
  leaseSeconds: 300,
  schedule: { everySeconds: ROUND_SECONDS },
  async run(_job, { database, clock, settle }) {
    const now = Math.floor(clock.nowMs() / 1000)
    const outcome = { kind: 'done' } as const
    const inboxes = await listInboxes(database.read)
    await database.transact(async (db) => {
      for (const { companyId, environment } of inboxes) {
        queueInbox(db, companyId, environment, now)
      }
      await settle(db, outcome)
    })
    return outcome
  },
}
