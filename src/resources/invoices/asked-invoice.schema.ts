import type { Adjustment } from '../../domain/amounts.ts'
import type { Decimal } from '../../domain/decimal.ts'
import type { AdjustmentInput, AskedLine, Delegate, HeaderChanges } from '../../domain/invoice-content.ts'
import type { Bani } from '../../domain/money.ts'
import type { Problem } from '../../domain/problem.ts'
import { letterOf } from '../../domain/vat.ts'
import type { ValueOf } from '../../http/fields.ts'
import { partyChanges } from '../clients/client.schema.ts'
import type { AskedInvoice, AskedUpdate } from './asked.ts'
import type { delegateBody, documentAdjustment, InvoiceChanges, lineBody, NewInvoice } from './invoice.schema.ts'

type HeaderBody = Omit<ValueOf<typeof InvoiceChanges>, 'items' | 'client_id' | 'client_data' | 'series_id'>
type LineBody = ValueOf<typeof lineBody>

/** A new document as it was asked for, in the words of the domain, with the problems found on the way. */
export function newInvoiceAsked(body: ValueOf<typeof NewInvoice>): AskedInvoice {
  const problems: Problem[] = []
  return {
    clientId: body.client_id,
    clientData: body.client_data && {
      changes: partyChanges(body.client_data),
      notes: body.client_data.notes ?? null,
      isActive: true,
    },
    documentType: body.document_type ?? 'fiscal',
    seriesId: body.series_id,
    isDraft: body.is_draft ?? false,
    ignoresChronology: body.force_chronology === false,
    lines: askedLines(body.items, problems),
    header: headerChanges(body, problems),
    problems,
  }
}

export function invoiceUpdateAsked(body: ValueOf<typeof InvoiceChanges>): AskedUpdate {
  const problems: Problem[] = []
  return {
    clientId: body.client_id,
    clientData: body.client_data && partyChanges(body.client_data),
    seriesId: body.series_id,
    isDraft: body.is_draft,
    ignoresChronology: body.force_chronology === false,
    lines: body.items && askedLines(body.items, problems),
    header: headerChanges(body, problems),
    problems,
  }
}

function headerChanges(body: HeaderBody, problems: Problem[]): HeaderChanges {
  return {
    date: body.date,
    dueDate: body.due_date,
    dueDays: body.due_days,
    currency: body.currency,
    exchangeRate: body.currency_rate,
    discounts: askedDiscounts(body, problems),
    charges: askedCharges(body, problems),
    texts: sentOnly({
      observations: body.observations,
      notes: body.notes,
      info: body.info,
      paymentMethod: body.payment_method,
      paymentType: body.payment_type,
      paymentInstallments: body.payment_installments,
      withVatInverted: body.with_vat_inverted,
      pricesIncludeVat: body.prices_include_vat,
      efacturaEnabled: body.efactura_enabled,
      spvEnvironment: body.spv_environment,
      withDelegate: body.with_delegate,
      delegate: body.delegate && delegateOf(body.delegate),
    }),
  }
}

function sentOnly<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

/** From the wire's lines to the domain's; a percentage and an amount together are refused. */
function askedLines(items: readonly LineBody[], problems: Problem[]): AskedLine[] {
  return items.map((item, index) => {
    const key = item.vat_key ?? null
    const category = letterOf(key)
    const vatRateBp = item.vat_rate ?? (category === null || category === 'S' ? null : 0)
    const at = `items.${index}`
    return {
      id: item.id ?? null,
      quantity: item.quantity,
      price: item.price,
      vatRateBp,
      vatCategory: category,
      texts: {
        description: item.description,
        descriptionExtended: item.description_extended ?? null,
        unit: item.unit ?? 'buc',
        vatKey: key,
        vatRateBp,
        discount: adjustmentOf(
          item.discount_percent,
          item.discount_amount,
          item.discount_reason ?? null,
          `${at}.discount_amount`,
          problems,
        ),
        charge: adjustmentOf(
          item.charge_percent,
          item.charge_amount,
          item.charge_reason ?? null,
          `${at}.charge_amount`,
          problems,
        ),
        exemptionCode: item.vat_exemption_code ?? null,
        exemptionReason: item.vat_exemption_reason ?? null,
        productId: item.product_id ?? null,
        sku: item.sku ?? null,
        ublUm: item.ubl_um ?? null,
        ublNc: item.ubl_nc ?? null,
        ublCpv: item.ubl_cpv ?? null,
        saveAsProduct: item.save_as_product ?? false,
        sourceLineId: null,
      },
    }
  })
}

/** The document's discounts: the list, or the single one given beside it. */
function askedDiscounts(body: HeaderBody, problems: Problem[]): AdjustmentInput[] | undefined {
  const single = adjustmentOf(body.discount_percent, body.discount_amount, null, 'discount_amount', problems)
  const listed = body.discounts?.flatMap((discount, index) =>
    listedAdjustment(discount, `discounts.${index}`, problems),
  )
  return single ? [...(listed ?? []), single] : listed
}

function askedCharges(body: HeaderBody, problems: Problem[]): AdjustmentInput[] | undefined {
  return body.charges?.flatMap((charge, index) => listedAdjustment(charge, `charges.${index}`, problems))
}

function listedAdjustment(
  body: ValueOf<typeof documentAdjustment>,
  at: string,
  problems: Problem[],
): AdjustmentInput[] {
  if (body.percent === undefined && body.amount === undefined) {
    problems.push({ path: `${at}.amount`, code: 'required' })
    return []
  }
  const read = adjustmentOf(body.percent, body.amount, body.reason ?? null, `${at}.amount`, problems)
  if (!read) return []
  const key = body.vat_key ?? null
  const category = letterOf(key)
  if (body.vat_rate === undefined && category === null) return [read]
  const vatRateBp = body.vat_rate ?? 0
  return [{ ...read, group: { vatCategory: category ?? (vatRateBp === 0 ? 'E' : 'S'), vatRateBp } }]
}

function adjustmentOf(
  percentage: Decimal | undefined,
  bani: Bani | undefined,
  reason: string | null,
  path: string,
  problems: Problem[],
): AdjustmentInput | null {
  const hasPercent = percentage !== undefined && percentage.unscaled !== 0n
  const hasAmount = bani !== undefined && bani !== 0
  if (hasPercent && hasAmount) problems.push({ path, code: 'percent_or_amount' })
  const adjustment: Adjustment | null = hasPercent
    ? { kind: 'percent', percent: percentage }
    : hasAmount
      ? { kind: 'amount', amountBani: bani }
      : null
  return adjustment && { adjustment, reason, group: null }
}

function delegateOf(body: ValueOf<typeof delegateBody>): Delegate {
  return {
    name: body.delegate_name ?? null,
    identityCard: body.delegate_ci ?? null,
    transport: body.delegate_transport ?? null,
    date: body.delegate_date ?? null,
    time: body.delegate_time ?? null,
  }
}
