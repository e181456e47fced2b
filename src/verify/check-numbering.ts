import { printedNumber } from '../domain/series.ts'
import type { Conn } from '../store/conn.ts'
import { chainHash } from '../store/hash.ts'
import type { SeriesCounterRow, SeriesRow } from '../store/tables.ts'
import type { Checked } from './checked.ts'
import type { CompanyParts } from './company.store.ts'
import { differs, type Fault } from './fault.ts'
import {
  type NumberedRow,
  numberedPages,
  readCounters,
  readRepeatedNumbers,
  readSeriesChanges,
} from './numbering.store.ts'
import { type SeriesPast, seriesPast } from './series-past.ts'

const REPEATED_LIMIT = 1_000

/** Numbers without gap or repetition, links of the chain, and counters that stand where the last document is. */
export async function* checkNumbering(conn: Conn, company: CompanyParts, checked: Checked): AsyncGenerator<Fault> {
  for (const series of company.series.values()) {
    yield* checkSeries(conn, series)
    checked.series += 1
  }
  const repeated = await readRepeatedNumbers(conn, company.id, REPEATED_LIMIT)
  for (const { number, document_type, first_id, last_id } of repeated) {
    const message = `Invoice ${last_id}: its number ${number} is also that of ${first_id}, expected one ${document_type} document per number.`
    yield { code: 'printed_number_repeated', object: 'invoice', id: last_id, message }
  }
}

/** Where a walk through one period of a series stands: at the last document met, or before the first. */
interface Walk {
  readonly period: number
  readonly next: number
  readonly last: NumberedRow | null
}

async function* checkSeries(conn: Conn, series: SeriesRow): AsyncGenerator<Fault> {
  const past = seriesPast(series, await readSeriesChanges(conn, series.company_id, series.id))
  const counters = new Map((await readCounters(conn, series.id)).map((counter) => [counter.period, counter]))
  const start = (period: number): Walk => ({ period, next: past.firstIn(period), last: null })
  let walk: Walk | null = null
  for await (const page of numberedPages(conn, series.id)) {
    for (const row of page) {
      if (walk && walk.period !== row.period) {
        yield* checkCounter(series, past, walk, counters.get(walk.period))
        counters.delete(walk.period)
        walk = null
      }
      walk ??= start(row.period)
      yield* checkNumber(series, past, walk, row)
      walk = { period: row.period, next: Math.max(walk.next, row.number_idx + 1), last: row }
    }
  }
  if (walk) {
    yield* checkCounter(series, past, walk, counters.get(walk.period))
    counters.delete(walk.period)
  }
  for (const counter of counters.values()) yield* checkCounter(series, past, start(counter.period), counter)
}

function* checkNumber(series: SeriesRow, past: SeriesPast, walk: Walk, row: NumberedRow): Generator<Fault> {
  const subject = `Invoice ${row.id} (${row.number})`
  const fault = (code: Fault['code'], message: string): Fault => ({ code, object: 'invoice', id: row.id, message })
  if (row.company_id !== series.company_id) {
    yield fault('foreign_reference', `${subject}: its series ${series.id} is not one of company ${row.company_id}.`)
  }
  if (row.number_idx < walk.next) {
    const what = walk.last ? `the one after ${walk.last.number}` : `at least ${past.firstIn(walk.period)}`
    yield fault('number_unexpected', `${subject}: its number in the series is ${row.number_idx}, expected ${what}.`)
  } else {
    yield* checkGap(series, past, walk, row.number_idx - 1, `before ${subject}`)
  }
  const printed = past.numberings.map((numbering) => printedNumber(numbering, row.number_idx, row.date))
  if (row.number === null || !printed.includes(row.number)) {
    yield fault('printed_number_differs', differs(subject, 'number', row.number, printed.at(-1)))
  }
  if (row.snapshot === null || row.hash === null) return
  const hash = chainHash(walk.last?.hash ?? '', row.snapshot)
  if (row.hash !== hash) {
    const what = `hash, chained to ${walk.last ? walk.last.number : 'the beginning of the series'},`
    yield fault('hash_differs', differs(subject, what, row.hash, hash))
  }
}

function* checkGap(series: SeriesRow, past: SeriesPast, walk: Walk, upTo: number, where: string): Generator<Fault> {
  const missing = past.skippedIn(walk.period).firstMissing(walk.next, upTo)
  if (missing === null) return
  const message = `Series ${series.id} (${series.name}${walk.period ? ` ${walk.period}` : ''}): number ${missing} is missing ${where}, expected every number from ${past.firstIn(walk.period)} on, for nobody moved the next number past it.`
  yield { code: 'number_missing', object: 'series', id: series.id, message }
}

/** The counter carries the last document's date and link, and stands at its number or past numbers left out on purpose. */
function* checkCounter(
  series: SeriesRow,
  past: SeriesPast,
  walk: Walk,
  counter: SeriesCounterRow | undefined,
): Generator<Fault> {
  const subject = `Series ${series.id} (${series.name}${walk.period ? ` ${walk.period}` : ''})`
  const fault = (message: string): Fault => ({ code: 'counter_differs', object: 'series', id: series.id, message })
  if (!counter) return yield fault(`${subject}: it has no counter, expected one at ${walk.last?.number_idx}.`)
  const last = walk.next - 1
  if (counter.last_number < last) {
    yield fault(differs(subject, 'last_number of the counter', counter.last_number, last))
  }
  yield* checkGap(series, past, walk, counter.last_number, 'at the end')
  const [date, hash] = [walk.last?.date ?? null, walk.last?.hash ?? '']
  if (counter.last_date !== date) yield fault(differs(subject, 'last_date of the counter', counter.last_date, date))
  if (counter.last_hash !== hash) yield fault(differs(subject, 'last_hash of the counter', counter.last_hash, hash))
  if (counter.company_id !== series.company_id) {
    yield fault(differs(subject, 'company_id of the counter', counter.company_id, series.company_id))
  }
}
