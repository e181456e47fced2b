import type { Answer, Caller, TestClock } from '../harness.ts'
import type { Random } from './random.ts'

/** An invoice as the API answers it, as far as the histories look at it. */
export interface Shown {
  readonly id: string
  readonly number: string | null
  readonly document_type: 'fiscal' | 'proforma'
  readonly status: 'draft' | 'issued' | 'overdue' | 'paid' | 'voided'
  readonly date: string
  readonly due_date: string | null
  readonly client_id: string
  readonly series_id: string
  readonly currency: string
  readonly exchange_rate: number
  readonly total: number
  readonly total_ron: number
  readonly paid_amount: number
  readonly remaining_amount: number
  readonly paid_at: string | null
  readonly is_paid: boolean
  readonly is_draft: boolean
  readonly is_voided: boolean
  readonly is_storno: boolean
  readonly is_storned: boolean
  readonly storno_for: string | null
  readonly created_at: number
  readonly lines: readonly { readonly id: string; readonly quantity: number; readonly storned_quantity: number }[]
  readonly payments: readonly ShownPayment[]
}

export interface ShownPayment {
  readonly id: string
  readonly amount: number
  readonly date: string
  readonly payment_method: string
  readonly created_at: number
}

/** A company in the middle of its history, and what its caller remembers of it. */
export interface World {
  readonly api: Caller
  readonly clock: TestClock
  readonly random: Random
  readonly clients: Set<string>
  /** Series and the type of their documents. */
  readonly series: Map<string, string>
  readonly documents: Map<string, Shown>
  readonly payments: Set<string>
  /** In how few documents the history is mostly interested; null where all are alike. */
  readonly favourites: number | null
  /** What was asked, and the answer's status, for whoever has to find out why a history failed. */
  readonly log: string[]
}

/** A day about so many days from today. */
export function dayAround(world: World, before: number, after: number): string {
  const ms = world.clock.nowMs() + world.random.whole(-before, after) * 86_400_000
  return new Date(ms).toISOString().slice(0, 10)
}

type Method = 'post' | 'put' | 'patch' | 'del'

/** Asks, and refuses to go on when the server broke: refusals are part of the history, 500 is not. */
export async function ask(world: World, method: Method, path: string, body?: unknown): Promise<Answer> {
  const at = world.log.push('') - 1
  const answer = await world.api[method](path, body)
  const said = answer.status < 300 ? (answer.body.data.number ?? answer.body.data.id ?? '') : answer.body.error.code
  const when = new Date(world.clock.nowMs()).toISOString()
  world.log[at] =
    `${when} ${method} ${path} ${body === undefined ? '' : JSON.stringify(body)} → ${answer.status} ${said}`
  if (answer.status >= 500) throw new Error(`the server broke: ${world.log[at]} ${answer.text}`)
  return answer
}

/** Keeps what an answer shows of a document. */
export function remember(world: World, answer: Answer): boolean {
  if (answer.status >= 300) return false
  const shown = answer.body.data as Shown
  world.documents.set(shown.id, shown)
  world.clients.add(shown.client_id)
  for (const payment of shown.payments) world.payments.add(payment.id)
  return true
}

/** Mostly a document for which it makes sense, sometimes any at all. */
export function pick(world: World, makesSense: (document: Shown) => boolean): Shown | undefined {
  const all = world.favourites === null || world.random.chance(0.2) ? [...world.documents.values()] : family(world)
  const sensible = world.random.chance(0.9) ? all.filter(makesSense) : all
  return world.random.maybe(sensible)
}

/** The first few documents and their stornos. */
function family({ documents, favourites }: World): Shown[] {
  const all = [...documents.values()]
  const roots = new Set(
    all
      .filter((document) => !document.is_storno)
      .slice(0, favourites ?? 0)
      .map(({ id }) => id),
  )
  return all.filter((document) => roots.has(document.storno_for ?? document.id))
}
