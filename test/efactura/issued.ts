import { stornoAmounts } from '../../src/domain/amounts.ts'
import { add, type Decimal, decimal, ONE, ZERO } from '../../src/domain/decimal.ts'
import { activeState, amountInput, type Invoice, storno } from '../../src/domain/invoice.ts'
import {
  type AdjustmentInput,
  assemble,
  type ContentLine,
  type InvoiceTexts,
  type LineTexts,
  NO_TEXTS,
} from '../../src/domain/invoice-content.ts'
import { changeParty, type Party, type PartyChanges } from '../../src/domain/party.ts'
import type { Seller } from '../../src/domain/snapshot.ts'
import type { VatCategory } from '../../src/domain/vat.ts'

/** A seller with everything in order. */
export const SELLER: Seller = {
  name: 'Exemplu Prod SRL',
  cui: '1234567897',
  cuiPrefix: 'RO',
  rc: 'J2020001234401',
  address: 'Str. Lungă nr. 10, et. 2',
  city: 'București, Sectorul 3',
  county: 'București',
  country: 'RO',
  postalCode: '030167',
  phone: '0212345678',
  email: 'office@exemplu.ro',
  accounts: [
    { iban: 'RO49AAAA1B31007593840000', bank: 'Banca A', currency: 'RON' },
    { iban: 'RO09BCYP0000001234567890', bank: 'Banca B', currency: 'EUR' },
  ],
}

const BUYER: PartyChanges = {
  name: 'Client Model SRL',
  cui: 'RO14399840',
  rc: 'J12/3456/2001',
  address: 'Bd. Eroilor nr. 5',
  city: 'Cluj-Napoca',
  county: 'Cluj',
  country: 'RO',
  postalCode: '400129',
  email: 'contabilitate@client.ro',
  phone: null,
  contactPerson: 'Ana Pop',
}

export interface GivenLine {
  readonly description?: string
  readonly quantity?: string
  readonly price?: string
  readonly vat?: number
  readonly key?: VatCategory
  readonly texts?: Partial<LineTexts>
}

export interface GivenInvoice {
  readonly number?: string
  readonly date?: string
  readonly dueDate?: string | null
  readonly currency?: string
  readonly exchangeRate?: string
  readonly buyer?: PartyChanges
  readonly lines?: readonly GivenLine[]
  readonly discounts?: readonly AdjustmentInput[]
  readonly charges?: readonly AdjustmentInput[]
  readonly texts?: Partial<InvoiceTexts>
}

const NO_LINE_TEXTS: LineTexts = {
  description: '',
  descriptionExtended: null,
  unit: 'buc',
  vatKey: null,
  vatRateBp: null,
  discount: null,
  charge: null,
  exemptionCode: null,
  exemptionReason: null,
  productId: null,
  sku: null,
  ublUm: null,
  ublNc: null,
  ublCpv: null,
  saveAsProduct: false,
  sourceLineId: null,
}

export function percentOff(percent: string, reason: string | null = null): AdjustmentInput {
  return { adjustment: { kind: 'percent', percent: decimal(percent) }, reason, group: null }
}

export function buyer(changes: PartyChanges): Party {
  return changeParty(null, { ...BUYER, ...changes }).party
}

function contentLine(line: GivenLine): ContentLine {
  return {
    id: null,
    quantity: decimal(line.quantity ?? '1'),
    price: decimal(line.price ?? '100'),
    vatRateBp: (line.vat ?? 21) * 100,
    vatCategory: line.key ?? null,
    texts: { ...NO_LINE_TEXTS, description: line.description ?? 'Consultanță', ...line.texts },
  }
}

/** An issued invoice that went through the same computation as every other, from what the case cares about. */
export function issued(given: GivenInvoice = {}): Invoice {
  const party = buyer(given.buyer ?? {})
  const content = {
    documentType: 'fiscal' as const,
    date: given.date ?? '2026-11-20',
    dueDate: given.dueDate === undefined ? '2026-12-20' : given.dueDate,
    currency: given.currency ?? 'RON',
    exchangeRate: given.exchangeRate ? decimal(given.exchangeRate) : ONE,
    lines: (given.lines ?? [{}]).map(contentLine),
    discounts: given.discounts ?? [],
    charges: given.charges ?? [],
    texts: { ...NO_TEXTS, ...given.texts },
  }
  const { assembled, problems } = assemble(content, party)
  if (assembled === null) throw new Error(JSON.stringify(problems))
  const { lines, amounts, discounts, charges } = assembled
  return {
    ...content,
    id: 'inv_1',
    workPointId: 'wp_1',
    seriesId: 'ser_1',
    seriesName: 'FCT',
    state: activeState(amounts.totalBani, 0),
    issued: { period: 0, numberIdx: 1, number: given.number ?? 'FCT-2026-00001', hash: '' },
    clientId: 'cli_1',
    buyer: party,
    subtotalBani: amounts.subtotalBani,
    vatBani: amounts.vatBani,
    totalBani: amounts.totalBani,
    ron: amounts.ron,
    vat: amounts.vat,
    discounts,
    charges,
    lines: lines.map((line, index) => ({ ...line, id: `lin_${index + 1}` })),
    payments: [],
    voidedAt: null,
    voidReason: null,
    stornoOf: null,
    stornedBy: null,
    efactura: null,
    createdAt: 0,
    updatedAt: 0,
  }
}

/** Its storno: of everything, or of the quantities given, after others were taken back before. */
export function storned(source: Invoice, quantities?: readonly string[], taken: readonly string[] = []): Invoice {
  const before: Decimal[] = source.lines.map((_line, index) => decimal(taken[index] ?? '0'))
  const lines = source.lines.map((line, index) => ({ ...line, stornedQuantity: before[index] ?? ZERO }))
  const after: Decimal[] = lines.map((line, index) =>
    quantities ? add(line.stornedQuantity, decimal(quantities[index] ?? '0')) : line.quantity,
  )
  const amounts = stornoAmounts(amountInput(source), before, after)
  const as = { id: 'inv_2', date: '2026-11-25', now: 0, newLineId: () => 'lin_x' }
  const reversal = storno({ ...source, lines }, after, amounts, as)
  return { ...reversal, issued: { period: 0, numberIdx: 2, number: 'FCT-2026-00002', hash: '' } }
}
