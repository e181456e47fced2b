import type { Numbering } from '../domain/series.ts'
import type { EventRow, SeriesRow } from '../store/tables.ts'
import { Skipped } from './skipped.ts'

/** What the event log knows of a series: how it ever printed its numbers, and which it left out on purpose. */
export interface SeriesPast {
  /** The oldest first, and last the one in force. */
  readonly numberings: readonly Numbering[]
  skippedIn(period: number): Skipped
  /** The first number of the series, or a lower one that somebody moved it to. */
  firstIn(period: number): number
}

/** What `series.updated` records beside the names of the fields. */
export interface SeriesChange {
  readonly fields?: readonly string[]
  /** Format and padding until then, when one of them changed. */
  readonly printed_before?: { readonly format: string; readonly padding: number }
  /** How the next number of a period was moved. */
  readonly next_number?: { readonly period: number; readonly from: number; readonly to: number }
}

/** A series that changes one of these has no documents, and begins anew. */
const RESTARTING = ['name', 'startNumber', 'resetsYearly']

export function seriesPast(series: SeriesRow, changes: readonly Pick<EventRow, 'data'>[]): SeriesPast {
  const inForce: Numbering = {
    name: series.name,
    format: series.format,
    padding: series.padding,
    startNumber: series.start_number,
    resetsYearly: series.resets_yearly === 1,
  }
  const numberings: Numbering[] = []
  let skipped = new Map<number, Skipped>()
  let lowest = new Map<number, number>()
  const firstIn = (period: number) => Math.min(series.start_number, lowest.get(period) ?? series.start_number)
  const skippedIn = (period: number) => {
    const known = skipped.get(period) ?? new Skipped()
    skipped.set(period, known)
    return known
  }
  for (const { data } of changes) {
    const { fields = [], printed_before: before, next_number: moved } = JSON.parse(data) as SeriesChange
    if (fields.some((field) => RESTARTING.includes(field))) {
      skipped = new Map()
      lowest = new Map()
    }
    if (before) numberings.push({ ...inForce, ...before })
    if (!moved) continue
    skippedIn(moved.period).move(moved.from, moved.to)
    lowest.set(moved.period, Math.min(firstIn(moved.period), moved.to))
  }
  return { numberings: [...numberings, inForce], skippedIn, firstIn }
}
