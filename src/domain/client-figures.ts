import { type Day, daysBetween, type Month, monthOf } from './dates.ts'

/** What is kept about a client, in bani of RON at each document's own rate (contract decisions 12, 13). */
export interface ClientFigures {
  readonly invoicesCount: number
  readonly invoicedBani: number
  readonly collectedBani: number
  readonly unpaidBani: number
  /** Invoices paid in full, and the days they took together. */
  readonly settledCount: number
  readonly settledDays: number
  readonly months: Readonly<Record<Month, MonthFigures>>
}

/** Invoiced and collected bani of one calendar month. */
export type MonthFigures = readonly [invoiced: number, collected: number]

/** The part of a document that the figures depend on. */
export interface FiguredDocument {
  readonly documentType: 'fiscal' | 'proforma'
  readonly state: 'draft' | 'open' | 'paid' | 'voided'
  readonly date: Day
  readonly totalRonBani: number
  readonly settledOn: Day | null
  readonly payments: readonly { readonly paidOn: Day; readonly amountRonBani: number }[]
}

export const NO_FIGURES: ClientFigures = {
  invoicesCount: 0,
  invoicedBani: 0,
  collectedBani: 0,
  unpaidBani: 0,
  settledCount: 0,
  settledDays: 0,
  months: {},
}

/** Drafts, proformas and voided documents do not count; a storno counts with its negative amounts. */
export function isCounted(document: Pick<FiguredDocument, 'documentType' | 'state'>): boolean {
  return document.documentType === 'fiscal' && (document.state === 'open' || document.state === 'paid')
}

/** The figures after a document changed from one state to another; null where it did not or does not exist. */
export function moveFigures(
  figures: ClientFigures,
  before: FiguredDocument | null,
  after: FiguredDocument | null,
): ClientFigures {
  const removed = before ? add(figures, before, -1) : figures
  return after ? add(removed, after, 1) : removed
}

function add(figures: ClientFigures, document: FiguredDocument, sign: 1 | -1): ClientFigures {
  if (!isCounted(document)) return figures
  const collected = document.payments.reduce((sum, payment) => sum + payment.amountRonBani, 0)
  const isSettled = document.state === 'paid' && document.settledOn !== null
  const months: Record<Month, MonthFigures> = { ...figures.months }
  addToMonth(months, monthOf(document.date), sign * document.totalRonBani, 0)
  for (const payment of document.payments) addToMonth(months, monthOf(payment.paidOn), 0, sign * payment.amountRonBani)
  return {
    invoicesCount: figures.invoicesCount + sign,
    invoicedBani: figures.invoicedBani + sign * document.totalRonBani,
    collectedBani: figures.collectedBani + sign * collected,
    unpaidBani: figures.unpaidBani + sign * (document.totalRonBani - collected),
    settledCount: figures.settledCount + (isSettled ? sign : 0),
    settledDays:
      figures.settledDays + (isSettled ? sign * daysBetween(document.date, document.settledOn ?? document.date) : 0),
    months,
  }
}

function addToMonth(months: Record<Month, MonthFigures>, month: Month, invoiced: number, collected: number): void {
  const [wasInvoiced, wasCollected] = months[month] ?? [0, 0]
  const now: MonthFigures = [wasInvoiced + invoiced, wasCollected + collected]
  if (now[0] === 0 && now[1] === 0) delete months[month]
  else months[month] = now
}

/** Mean days to payment with one decimal, half away from zero; null when nothing was paid in full. */
export function averagePaymentDays(figures: Pick<ClientFigures, 'settledCount' | 'settledDays'>): number | null {
  if (figures.settledCount === 0) return null
  const tenths = (Math.abs(figures.settledDays) * 20 + figures.settledCount) / (figures.settledCount * 2)
  return (Math.sign(figures.settledDays) * Math.floor(tenths)) / 10 || 0
}

/** Kept sums stay whole numbers that every reader of JSON can hold: 90 trillion lei for one client. */
export function isWithinBounds(figures: ClientFigures): boolean {
  return [figures.invoicedBani, figures.collectedBani, figures.unpaidBani].every(Number.isSafeInteger)
}
