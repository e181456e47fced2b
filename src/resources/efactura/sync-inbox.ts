import type { AnafAccess } from '../../adapters/anaf/anaf-access.ts'
import { fetchMessage, knowMessages, type Place } from './fetch-message.ts'
import { listAll } from './list-all.ts'
import { countKnown, findInbox, listToFetch, saveInbox } from './message.store.ts'
import type { InboxTools } from './summarize-document.ts'

export type Synced =
  | {
      readonly kind: 'synced'
      readonly found: number
      readonly fetched: number
      /** Nothing is left to fetch. */
      readonly isComplete: boolean
      /** Files are here that there was no time to read, which may be tried again after so long; null where none are. */
      readonly readAgainSeconds: number | null
    }
  | { readonly kind: 'no_token' }
  | { readonly kind: 'problem'; readonly problem: string; readonly retryAfterSeconds: number | null }

/** ANAF keeps messages for 60 days, and refuses a window that begins earlier (contract efactura 1.7). */
const BACKFILL_MS = 60 * 86_400_000 - 60_000
/** A message may appear later than its time says. What is read twice is written once. */
const OVERLAP_MS = 36 * 3_600_000
/** Files that one run fetches at most. */
const MOST_FILES = 200
/** Failures of ANAF itself in a row after which a run no longer tries: ANAF hands nothing out now. */
const MOST_FAILURES = 3

interface SyncOptions {
  /** Reaches further back than the last time, in Unix milliseconds. */
  readonly sinceMs?: number
  /** Called before every page and file; what it throws ends the run. */
  holdOn?(): Promise<void>
}

/**
 * Reads what ANAF has for a company since the last time, all of it the first time, and fetches the files. How far it
 * got is noted only after every page was read, so that a failure midway skips nothing.
 */
export async function syncInbox(
  tools: InboxTools,
  access: AnafAccess,
  place: Place,
  cif: string,
  { sinceMs, holdOn = async () => {} }: SyncOptions = {},
): Promise<Synced> {
  const connection = await access.connect(place.companyId, place.environment)
  if (connection.kind === 'no_token') return { kind: 'no_token' }
  if (connection.kind === 'unavailable') return failed(tools, place, cif, connection.detail, null)
  const nowMs = tools.clock.nowMs()
  const inbox = await findInbox(tools.database.read, place, cif)
  // From the future, it was noted by a clock that was wrong, and says nothing.
  const isBelieved = inbox !== null && inbox.synced_until_ms <= nowMs
  const known = isBelieved ? inbox.synced_until_ms - OVERLAP_MS : 0
  const from = Math.max(nowMs - BACKFILL_MS, Math.min(sinceMs ?? nowMs, known))
  const listed = await listAll(connection, { cif, fromMs: from, toMs: nowMs, filter: null }, holdOn)
  if (listed.kind === 'problem') return failed(tools, place, cif, listed.problem, listed.retryAfterSeconds)
  const ids = listed.messages.map(({ id }) => id)
  const before = await countKnown(tools.database.read, place, ids)
  await knowMessages(tools, place, listed.messages)
  await note(tools, place, cif, { syncedUntilMs: nowMs, error: null })
  const fetched = await fetchFiles(tools, place, connection, holdOn)
  return { kind: 'synced', found: listed.messages.length - before, ...fetched }
}

async function fetchFiles(
  tools: InboxTools,
  place: Place,
  connection: Parameters<typeof fetchMessage>[2],
  holdOn: () => Promise<void>,
): Promise<{ fetched: number; isComplete: boolean; readAgainSeconds: number | null }> {
  const now = Math.floor(tools.clock.nowMs() / 1000)
  const waiting = await listToFetch(tools.database.read, place, now, MOST_FILES)
  let fetched = 0
  let failures = 0
  let readAgainSeconds: number | null = null
  for (const message of waiting) {
    await holdOn()
    const answer = await fetchMessage(tools, place, connection, message.message_id)
    if (answer.kind === 'stored') fetched++
    if (answer.kind === 'unread') readAgainSeconds = Math.max(readAgainSeconds ?? 0, answer.retryAfterSeconds)
    failures = answer.kind === 'problem' && !answer.isAboutMessage ? failures + 1 : 0
    if (failures >= MOST_FAILURES) break
  }
  return { fetched, isComplete: fetched === waiting.length && waiting.length < MOST_FILES, readAgainSeconds }
}

async function failed(
  tools: InboxTools,
  place: Place,
  cif: string,
  problem: string,
  retryAfterSeconds: number | null,
): Promise<Synced> {
  await note(tools, place, cif, { syncedUntilMs: null, error: problem })
  return { kind: 'problem', problem, retryAfterSeconds }
}

async function note(
  { database, clock }: InboxTools,
  place: Place,
  cif: string,
  { syncedUntilMs, error }: { readonly syncedUntilMs: number | null; readonly error: string | null },
): Promise<void> {
  await database.transact(async (db) => {
    const before = await findInbox(db, place, cif)
    saveInbox(db, {
      company_id: place.companyId,
      environment: place.environment,
      cif,
      synced_until_ms: syncedUntilMs ?? before?.synced_until_ms ?? 0,
      last_synced_at: error === null ? Math.floor(clock.nowMs() / 1000) : (before?.last_synced_at ?? null),
      last_error: error,
    })
  })
}
