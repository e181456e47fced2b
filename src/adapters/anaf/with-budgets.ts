import type { Clock } from '../../store/clock.ts'
import type { Database } from '../../store/conn.ts'
import type { AnafClient, AnafEnvironment, AnafFailure, AnafRefusal } from './anaf.ts'
import {
  type BreakerKey,
  closeBreaker,
  findBreaker,
  passBreaker,
  pausedUntil,
  recordFailure,
} from './anaf-breaker.store.ts'
import { type Budget, takeBudget } from './anaf-budget.store.ts'
import { ANAF_LIMITS, type AnafLimits, BREAKER_RULES, type BreakerRules } from './anaf-limits.ts'

const DAY_SECONDS = 86_400
/**
 * The limit of a minute is spent in windows of ten seconds, a seventh in each: any sixty seconds touch at most seven of
 * them, so that ANAF never counts more than it allows, whenever its own minute begins.
 */
const CALLS_WINDOW_SECONDS = 10
const WINDOWS_TOUCHED = 7
const SILENT = 'ANAF has not answered for a while'

export interface BudgetOptions {
  readonly database: Database
  readonly clock: Clock
  readonly environment: AnafEnvironment
  readonly limits?: AnafLimits
  readonly breaker?: BreakerRules
}

/**
 * A client that keeps ANAF's limits for all processes together, and leaves ANAF alone while it does not answer. Then it
 * answers by itself, without a call: `rate_limited` or `unavailable`, nothing can have arrived, and when to come back.
 * Every method writes to the database: never call it inside a transaction. It throws what the database throws, but only
 * before the call.
 */
export function withBudgets(
  client: AnafClient,
  { database, clock, environment, limits = ANAF_LIMITS, breaker = BREAKER_RULES }: BudgetOptions,
): AnafClient {
  const nowSeconds = () => Math.floor(clock.nowMs() / 1000)
  const calls: Budget = {
    key: `${environment} calls`,
    windowSeconds: CALLS_WINDOW_SECONDS,
    limit: Math.max(1, Math.floor(limits.callsPerMinute / WINDOWS_TOUCHED)),
  }
  const perDay = (name: string, of: string, limit: number): Budget => ({
    key: `${environment} ${name} ${of}`,
    windowSeconds: DAY_SECONDS,
    limit,
  })

  async function within<T extends { readonly kind: string }>(
    key: BreakerKey,
    budgets: readonly Budget[],
    call: () => Promise<T | AnafRefusal | AnafFailure>,
  ): Promise<T | AnafRefusal | AnafFailure> {
    const known = await findBreaker(database.read, key)
    const started = nowSeconds()
    // Asked first, so that waiting for ANAF does not use up what a message may be asked for in a day.
    const paused = pausedUntil(known, breaker, started)
    if (paused !== null) return held('unavailable', SILENT, paused - started)
    for (const budget of budgets) {
      const now = nowSeconds()
      const { retryAt } = await takeBudget(database, budget, now)
      if (retryAt !== null) return held('rate_limited', `the limit of ${budget.key} is reached`, retryAt - now)
    }
    const now = nowSeconds()
    const { isTrying, retryAt } = await passBreaker(database, key, known, breaker, now)
    if (retryAt !== null) return held('unavailable', SILENT, retryAt - now)
    const answer = await call()
    const noted = isSilence(answer)
      ? recordFailure(database, key, isTrying, known, breaker, nowSeconds())
      : closeBreaker(database, key, known)
    // The answer to an upload must not be lost because the database was away just then.
    await noted.catch(() => {})
    return answer
  }

  const own = (...budgets: readonly Budget[]) => [calls, ...budgets]
  return {
    upload: (token, upload) => {
      const messages = perDay('buyer-messages', upload.cif, limits.buyerMessagesPerDay)
      const budgets = upload.standard === 'RASP' ? own(messages) : own()
      return within(environment, budgets, () => client.upload(token, upload))
    },
    status: (token, uploadId) =>
      within(environment, own(perDay('status', uploadId, limits.statusPerDay)), () => client.status(token, uploadId)),
    list: (token, query) =>
      within(environment, own(perDay('list', query.cif, limits.listPerDay)), () => client.list(token, query)),
    listPage: (token, query) =>
      within(environment, own(perDay('list-page', query.cif, limits.listPagePerDay)), () =>
        client.listPage(token, query),
      ),
    download: (token, id) =>
      within(environment, own(perDay('download', id, limits.downloadPerDay)), () => client.download(token, id)),
    // Other hosts, for which no limit is known.
    validate: (xml, standard) => within('services', [], () => client.validate(xml, standard)),
    transform: (xml, standard, options) => within('services', [], () => client.transform(xml, standard, options)),
    checkSignature: (document, signature) => within('services', [], () => client.checkSignature(document, signature)),
  }
}

/** 401, 403 and 429 are answers: somebody is there. */
function isSilence(answer: { readonly kind: string; readonly reason?: string }): boolean {
  return answer.kind === 'failure' && (answer.reason === 'unavailable' || answer.reason === 'unreadable')
}

function held(reason: 'rate_limited' | 'unavailable', detail: string, seconds: number): AnafFailure {
  const retryAfterSeconds = Math.max(1, seconds)
  return { kind: 'failure', reason, mayHaveArrived: false, retryAfterSeconds, status: null, detail }
}
