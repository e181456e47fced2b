import type { AnafAccess } from '../../adapters/anaf/anaf-access.ts'
import { newId } from '../../store/ctx.ts'
import type { Place } from './fetch-message.ts'
import { endTurn, extendTurn, giveTurn, lockTurn } from './inbox-turn.store.ts'
import type { InboxTools } from './summarize-document.ts'
import { type Synced, syncInbox } from './sync-inbox.ts'

/** How long a turn lasts without a sign of life; longer than any call takes. */
const HELD_SECONDS = 300
/** By how much the clocks of two servers may differ. */
const SKEW_SECONDS = 30
/** How often a sign is given. */
const SIGN_SECONDS = 60
/** Reading mostly takes a few seconds, whoever does it. */
const COME_BACK_SECONDS = 5

export type SyncedInTurn =
  | Synced
  /** The inbox is being read already, by a job or for another caller. */
  | { readonly kind: 'under_way'; readonly retryAfterSeconds: number }
  /** It was asked for a moment ago. */
  | { readonly kind: 'too_soon'; readonly retryAfterSeconds: number }

interface Wish {
  /** Null for what the program does by itself; otherwise how long after the last caller another one may ask. */
  readonly pauseSeconds: number | null
  readonly sinceMs?: number
  /** Called with every sign of life; what it throws ends the reading. */
  holdOn?(): Promise<void>
}

/** Reads the inbox of a company, unless somebody does so already: all that ANAF has is asked for once, not twice. */
export async function syncInTurn(
  tools: InboxTools,
  access: AnafAccess,
  place: Place,
  cif: string,
  { pauseSeconds, sinceMs, holdOn: alsoHoldOn }: Wish,
): Promise<SyncedInTurn> {
  const { database } = tools
  const now = () => Math.floor(tools.clock.nowMs() / 1000)
  const token = newId('turn')
  const begun = now()
  const given = await database.transact(async (db) => {
    const turn = await lockTurn(db, place)
    // From the future, it was noted by a clock that was wrong; clocks of two servers may differ by seconds.
    const isHeld =
      turn.token !== null && turn.held_until > begun && turn.held_until <= begun + HELD_SECONDS + SKEW_SECONDS
    if (isHeld) return wait('under_way', Math.min(COME_BACK_SECONDS, turn.held_until - begun))
    const mayAskAt = turn.asked_at > begun + SKEW_SECONDS ? 0 : turn.asked_at + (pauseSeconds ?? 0)
    if (pauseSeconds !== null && mayAskAt > begun) return wait('too_soon', mayAskAt - begun)
    const askedAt = pauseSeconds === null ? turn.asked_at : begun
    await giveTurn(db, place, { token, held_until: begun + HELD_SECONDS, asked_at: askedAt })
    return { kind: 'given', askedBefore: turn.asked_at } as const
  })
  if (given.kind !== 'given') return given
  let signedAt = begun
  const holdOn = async () => {
    if (now() - signedAt < SIGN_SECONDS) return
    signedAt = now()
    if (!(await database.transact((db) => extendTurn(db, place, token, signedAt + HELD_SECONDS)))) throw new TurnLost()
    await alsoHoldOn?.()
  }
  let synced: Synced | null = null
  try {
    synced = await syncInbox(tools, access, place, cif, { ...(sinceMs === undefined ? {} : { sinceMs }), holdOn })
    return synced
  } catch (error) {
    if (error instanceof TurnLost) return wait('under_way', COME_BACK_SECONDS)
    throw error
  } finally {
    // Without a token nobody asked ANAF, and the caller comes back as soon as there is one.
    const askedAt = synced?.kind === 'no_token' ? given.askedBefore : undefined
    await database.transact((db) => endTurn(db, place, token, askedAt))
  }
}

/** It took too long, and somebody else goes on. */
class TurnLost extends Error {}

function wait<K extends 'under_way' | 'too_soon'>(kind: K, retryAfterSeconds: number) {
  return { kind, retryAfterSeconds } as const
}
