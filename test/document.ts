import { decimal, ONE } from '../src/domain/decimal.ts'
import type { Invoice } from '../src/domain/invoice.ts'
import {
  assemble,
  type ContentLine,
  type InvoiceContent,
  type LineTexts,
  NO_TEXTS,
} from '../src/domain/invoice-content.ts'
import { bani } from '../src/domain/money.ts'
import { changeParty, type Party } from '../src/domain/party.ts'

/** Documents of the domain, without a database: 2 × 50.00 + 21 % = 121.00 unless the case says otherwise. */
export const BUYER: Party = changeParty(null, {
  name: 'Exemplu SRL',
  cui: 'RO1234567897',
  city: 'Cluj-Napoca',
  county: 'Cluj',
}).party

const TEXTS: LineTexts = {
  description: 'Consultanță',
  descriptionExtended: null,
  unit: 'ora',
  vatKey: null,
  vatRateBp: 2100,
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

export function aLine(fields: Partial<Omit<ContentLine, 'texts'>> & { texts?: Partial<LineTexts> } = {}): ContentLine {
  return {
    id: null,
    quantity: decimal('2'),
    price: decimal('50'),
    vatRateBp: 2100,
    vatCategory: null,
    ...fields,
    texts: { ...TEXTS, ...fields.texts },
  }
}

export function aContent(
  fields: Partial<Omit<InvoiceContent, 'texts'>> & { texts?: Partial<InvoiceContent['texts']> } = {},
): InvoiceContent {
  return {
    documentType: 'fiscal',
    date: '2026-11-21',
    dueDate: '2026-12-21',
    currency: 'RON',
    exchangeRate: ONE,
    lines: [aLine()],
    discounts: [],
    charges: [],
    ...fields,
    texts: { ...NO_TEXTS, ...fields.texts },
  }
}

/** An open invoice with that content. */
export function anInvoice(content: InvoiceContent = aContent(), fields: Partial<Invoice> = {}): Invoice {
  const { assembled } = assemble(content, BUYER)
  if (!assembled) throw new Error('this content makes no document')
  const { amounts } = assembled
  return {
    id: 'inv_1',
    workPointId: 'wp_1',
    seriesId: 'ser_1',
    seriesName: 'FAC',
    documentType: content.documentType,
    state: 'open',
    issued: { period: 0, numberIdx: 7, number: 'FAC-2026-00007', hash: 'h' },
    date: content.date,
    dueDate: content.dueDate,
    clientId: 'cli_1',
    buyer: BUYER,
    currency: content.currency,
    exchangeRate: content.exchangeRate,
    subtotalBani: amounts.subtotalBani,
    vatBani: amounts.vatBani,
    totalBani: amounts.totalBani,
    ron: amounts.ron,
    vat: amounts.vat,
    discounts: assembled.discounts,
    charges: assembled.charges,
    lines: assembled.lines.map((line, index) => ({ ...line, id: `lin_${index}` })),
    payments: [],
    texts: content.texts,
    voidedAt: null,
    voidReason: null,
    stornoOf: null,
    stornedBy: null,
    efactura: null,
    createdAt: 1,
    updatedAt: 1,
    ...fields,
  }
}

export function aPayment(amountBani: number, paidOn = '2026-12-01'): Invoice['payments'][number] {
  return {
    id: `pay_${amountBani}`,
    amountBani: bani(amountBani),
    amountRonBani: bani(0),
    paidOn,
    method: 'bank_transfer',
    reference: null,
    observations: null,
    createdAt: 1,
  }
}
