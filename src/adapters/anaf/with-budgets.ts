import type { Clock } from '../../store/clock.ts'
import type { Database } from '../../store/conn.ts'
import { sha256Of } from '../../store/hash.ts'
import type { AnafClient, AnafEnvironment, AnafFailure, AnafRefusal } from './anaf.ts'
import {
  type Calling,
  closeBreakers,
  findBreakers,
  leaveAttempt,
  passBreakers,
  pausedUntil,
  recordFailure,
} from './anaf-breaker.store.ts'
import { type Budget, giveBack, takeBudgets } from './anaf-budget.store.ts'
import { ANAF_LIMITS, type AnafLimits, BREAKER_RULES, type BreakerRules, SHARES } from './anaf-limits.ts'
import { verdictOf } from './silence.ts'

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
  /** Who calls: what ANAF allows the installation is shared among its companies. */
  readonly companyId: string
  readonly limits?: AnafLimits
  readonly breaker?: BreakerRules
}

/**
 * A client that keeps ANAF's limits for all processes together, of which one company has only a share, and leaves ANAF
 * alone while it does not answer. Then it answers by itself, without a call: `rate_limited` or `unavailable`, nothing
 * can have arrived, and when to come back. Every method writes to the database: never call it inside a transaction. It
 * throws what the database throws, but only before the call.
 */
export function withBudgets(
  client: AnafClient,
  { database, clock, environment, companyId, limits = ANAF_LIMITS, breaker = BREAKER_RULES }: BudgetOptions,
): AnafClient {
  const nowSeconds = () => Math.floor(clock.nowMs() / 1000)
  const minutes = budgetsOfMinute(limits, companyId)
  const perDay = (name: string, of: string, limit: number): Budget => ({
    key: `${environment} ${name} ${of}`,
    windowSeconds: DAY_SECONDS,
    limit,
  })
  /** With and without its country, it is the same. */
  const ofCif = (name: string, cif: string, limit: number) => perDay(name, cif.replace(/\D/g, ''), limit)

  interface Limited {
    readonly key: Calling['key']
    readonly subject: Calling['subject']
    readonly budgets: readonly Budget[]
    /** The budget of a CIF: a call that ANAF refuses because the company has no right to it costs nothing of it. */
    readonly ofOwner?: Budget
  }

  async function within<T extends { readonly kind: string }>(
    { key, subject, budgets, ofOwner }: Limited,
    call: () => Promise<T | AnafRefusal | AnafFailure>,
  ): Promise<T | AnafRefusal | AnafFailure> {
    const calling: Calling = { key, companyId, subject }
    const known = await findBreakers(database.read, calling)
    const started = nowSeconds()
    // Asked first, so that waiting for ANAF does not use up what a message may be asked for in a day.
    const paused = pausedUntil(known, calling, breaker, started)
    if (paused !== null) return held('unavailable', SILENT, paused - started)
    const { retryAt, spent } = await takeBudgets(database, ofOwner ? [ofOwner, ...budgets] : budgets, started)
    if (retryAt !== null) return held('rate_limited', `the limit of ${spent} is reached`, retryAt - nowSeconds())
    const now = nowSeconds()
    const trying = await passBreakers(database, calling, known, breaker, now)
    if ('retryAt' in trying) return held('unavailable', SILENT, trying.retryAt - now)
    const answer = await call()
    const note = async () => {
      switch (verdictOf(answer)) {
        case 'silence':
          return recordFailure(database, calling, trying, known, breaker, nowSeconds())
        case 'answer':
          return closeBreakers(database, known)
        case 'nothing':
          return leaveAttempt(database, calling, trying, nowSeconds())
      }
    }
    // The answer to an upload must not be lost because the database was away just then.
    await note().catch(() => {})
    if (ofOwner && isForeign(answer)) await giveBack(database, ofOwner, started).catch(() => {})
    return answer
  }

  const about = (what: string) => () => what
  const ofBytes = (bytes: Uint8Array) => () => sha256Of(bytes)
  const none = () => null
  return {
    upload: (token, upload) => {
      const limited = { key: environment, subject: ofBytes(upload.xml), budgets: minutes.urgent }
      const messages = ofCif('buyer-messages', upload.cif, limits.buyerMessagesPerDay)
      const isMessage = upload.standard === 'RASP'
      return within(isMessage ? { ...limited, ofOwner: messages } : limited, () => client.upload(token, upload))
    },
    status: (token, uploadId) => {
      const budgets = [perDay('status', uploadId, limits.statusPerDay), ...minutes.urgent]
      const limited = { key: environment, subject: about(`status ${uploadId}`), budgets }
      return within(limited, () => client.status(token, uploadId))
    },
    list: (token, query) => {
      const ofOwner = ofCif('list', query.cif, limits.listPerDay)
      return within({ key: environment, subject: none, budgets: minutes.reads, ofOwner }, () =>
        client.list(token, query),
      )
    },
    listPage: (token, query) => {
      const ofOwner = ofCif('list-page', query.cif, limits.listPagePerDay)
      return within({ key: environment, subject: none, budgets: minutes.reads, ofOwner }, () =>
        client.listPage(token, query),
      )
    },
    download: (token, id) => {
      const budgets = [perDay('download', id, limits.downloadPerDay), ...minutes.reads]
      const limited = { key: environment, subject: about(`download ${id}`), budgets }
      return within(limited, () => client.download(token, id))
    },
    // Other hosts, for which no limit is known.
    validate: (xml, standard) =>
      within({ key: 'services', subject: ofBytes(xml), budgets: [] }, () => client.validate(xml, standard)),
    transform: (xml, standard, options) =>
      within({ key: 'services', subject: ofBytes(xml), budgets: [] }, () => client.transform(xml, standard, options)),
    checkSignature: (document, signature) =>
      within({ key: 'services', subject: ofBytes(document), budgets: [] }, () =>
        client.checkSignature(document, signature),
      ),
  }
}

/**
 * The shares of a minute, the rarest first. Both environments are one host, which counts everything (efactura 1.7).
 * `urgent` are uploads and their status, `reads` are lists and downloads.
 */
function budgetsOfMinute({ callsPerMinute }: AnafLimits, companyId: string) {
  const all = Math.floor(callsPerMinute / WINDOWS_TOUCHED)
  const share = (key: string, part: number): Budget => ({
    key,
    windowSeconds: CALLS_WINDOW_SECONDS,
    limit: Math.max(1, Math.floor(all * part)),
  })
  const company = share(`calls ${companyId}`, SHARES.company)
  const calls = share('calls', 1)
  const companyReads = share(`reads ${companyId}`, SHARES.companyReads)
  return { urgent: [company, calls], reads: [companyReads, company, share('reads', SHARES.reads), calls] }
}

/** ANAF says that whoever calls has no right to this CIF. */
function isForeign(answer: {
  readonly kind: string
  readonly cause?: string
  readonly status?: number | null
}): boolean {
  if (answer.kind === 'refusal') return answer.cause === 'rights'
  return answer.kind === 'failure' && (answer.status === 401 || answer.status === 403)
}

function held(reason: 'rate_limited' | 'unavailable', detail: string, seconds: number): AnafFailure {
  const retryAfterSeconds = Math.max(1, seconds)
  return { kind: 'failure', reason, mayHaveArrived: false, retryAfterSeconds, status: null, detail }
}
