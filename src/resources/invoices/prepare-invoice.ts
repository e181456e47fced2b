import { addDays } from '../../domain/dates.ts'
import { type Decimal, ONE } from '../../domain/decimal.ts'
import { fieldError, refuseProblems } from '../../domain/errors.ts'
import { activeState, type Invoice } from '../../domain/invoice.ts'
import {
  type AskedLine,
  assemble,
  type ContentLine,
  type HeaderChanges,
  type InvoiceContent,
  type InvoiceTexts,
} from '../../domain/invoice-content.ts'
import type { Party } from '../../domain/party.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { CompanyRow } from '../../store/tables.ts'
import { refusedWarnings } from '../clients/create-client.ts'
import type { Series } from '../series/series.store.ts'

export interface Parties {
  readonly company: CompanyRow
  readonly clientId: string
  readonly buyer: Party
  readonly series: Series
}

/** The content of a document with changes to its header laid over it. */
export function withHeader(
  ctx: Ctx,
  before: InvoiceContent,
  header: HeaderChanges,
  company: CompanyRow,
  problems: Problem[],
): InvoiceContent {
  const texts = withTexts(before.texts, header, company)
  const date = header.date ?? (texts.isDateGiven ? before.date : ctx.today)
  const dueDate = texts.isDueDateGiven
    ? (header.dueDate ?? before.dueDate)
    : addDays(date, texts.dueDays ?? company.payment_term_days)
  if (dueDate !== null && texts.isDueDateGiven && dueDate < date)
    problems.push({ path: 'due_date', code: 'before_invoice_date' })
  return {
    ...before,
    date,
    dueDate,
    currency: header.currency ?? before.currency,
    exchangeRate: exchangeRateOf(before, header),
    discounts: header.discounts ?? before.discounts,
    charges: header.charges ?? before.charges,
    texts,
  }
}

/** RON has no rate but one; a foreign currency needs the rate of the day, and a change of currency a new one. */
function exchangeRateOf(before: InvoiceContent, { currency, exchangeRate }: HeaderChanges): Decimal {
  if ((currency ?? before.currency) === 'RON') return ONE
  if (exchangeRate) return exchangeRate
  if (currency === undefined || currency === before.currency) return before.exchangeRate
  throw fieldError('missing_required_field', { path: 'currency_rate', code: 'required' })
}

function withTexts(before: InvoiceTexts, header: HeaderChanges, company: CompanyRow): InvoiceTexts {
  return {
    ...before,
    ...header.texts,
    sellerIsVatPayer: company.is_vat_payer === 1,
    hasCashVat: company.has_cash_vat === 1 && company.is_vat_payer === 1,
    isDateGiven: header.date === undefined ? before.isDateGiven : header.date !== null,
    isDueDateGiven: isDueDateGiven(before, header),
    dueDays: header.dueDays ?? before.dueDays,
  }
}

/** `due_date` wins over `due_days`; days sent alone make the due date follow the date again. */
function isDueDateGiven(before: InvoiceTexts, header: HeaderChanges): boolean {
  if (header.dueDate !== undefined) return header.dueDate !== null
  return header.dueDays === undefined && before.isDueDateGiven
}

export function withDefaultRate(lines: readonly AskedLine[], company: CompanyRow): ContentLine[] {
  const defaultBp = company.is_vat_payer === 1 ? company.default_vat_rate_bp : 0
  return lines.map((line) => ({ ...line, vatRateBp: line.vatRateBp ?? defaultBp }))
}

/** Everything of the document but its number: parties, lines and figures, or a refusal that names every field. */
export async function prepare(
  ctx: Ctx,
  content: InvoiceContent,
  parties: Parties,
  as: { readonly id: string; readonly workPointId: string; readonly isDraft: boolean; readonly createdAt: number },
  found: { readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] },
): Promise<{ document: Omit<Invoice, 'issued'>; warnings: readonly Problem[] }> {
  const { assembled, problems, warnings } = assemble(content, parties.buyer)
  refuseProblems([...found.problems, ...problems, ...(await refusedWarnings(ctx, found.warnings))])
  if (!assembled) throw new Error('a document without problems was not assembled')
  const { amounts } = assembled
  const future = !as.isDraft && content.date > ctx.today ? [{ path: 'date', code: 'date_in_future' }] : []
  const document: Omit<Invoice, 'issued'> = {
    id: as.id,
    workPointId: as.workPointId,
    seriesId: parties.series.id,
    seriesName: parties.series.name,
    documentType: content.documentType,
    state: as.isDraft ? 'draft' : activeState(amounts.totalBani, 0),
    date: content.date,
    dueDate: content.dueDate,
    clientId: parties.clientId,
    buyer: parties.buyer,
    currency: content.currency,
    exchangeRate: content.exchangeRate,
    subtotalBani: amounts.subtotalBani,
    vatBani: amounts.vatBani,
    totalBani: amounts.totalBani,
    ron: amounts.ron,
    vat: amounts.vat,
    discounts: assembled.discounts,
    charges: assembled.charges,
    lines: assembled.lines.map((line, index) => ({ ...line, id: content.lines[index]?.id ?? ctx.newId('lin') })),
    payments: [],
    texts: content.texts,
    voidedAt: null,
    voidReason: null,
    stornoOf: null,
    stornedBy: null,
    efactura: null,
    createdAt: as.createdAt,
    updatedAt: ctx.now,
  }
  return { document, warnings: [...found.warnings, ...warnings, ...future] }
}
