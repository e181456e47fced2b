import { normaliseIban } from '../../iban.ts'
import type { Invoice } from '../../invoice.ts'
import type { Bani } from '../../money.ts'
import { PAYMENT_METHODS, type PaymentMethod } from '../../payment-method.ts'
import type { Seller } from '../../snapshot.ts'
import { fold } from '../../text.ts'
import type { PaymentMeans } from '../einvoice.ts'
import { type TextLimits, tidy } from './text-limits.ts'

/** BT-81 (UNTDID 4461). 42 is a payment to a bank account, which unlike 30 may come without its number (BR-61). */
const CODES: Readonly<Record<PaymentMethod, string>> = {
  receipt: '10',
  bank_transfer: '42',
  card: '48',
  check: '20',
  promissory_note: '60',
  fiscal_receipt: 'ZZZ',
  compensation: '97',
  other: 'ZZZ',
}

/** BT-20 of an invoice without a due date: there has to be one or the other (BR-CO-25). */
const AS_AGREED = 'Conform înțelegerii părților'

/** BG-16: how it is to be paid, with our accounts in the invoice's currency. A storno is not to be paid. */
export function buildPaymentMeans(invoice: Invoice, seller: Seller, limits: TextLimits): PaymentMeans[] {
  if (invoice.stornoOf !== null) return []
  const ibans = seller.accounts
    .filter((account) => account.currency === invoice.currency)
    .map((account) => normaliseIban(account.iban))
  const given = tidy(invoice.texts.paymentMethod) ?? tidy(invoice.texts.paymentType)
  if (given === null) return ibans.map((iban) => means(CODES.bank_transfer, null, iban))
  const method = methodOf(given)
  if (method === null) {
    // Whatever it means, the buyer may want to pay into an account.
    const text = limits.fit(given, 'payment_method', 'BT-82', 100)
    return ibans.length === 0 ? [means(CODES.other, text, null)] : ibans.map((iban) => means(CODES.other, text, iban))
  }
  const text = PAYMENT_METHODS[method].ro
  if (method !== 'bank_transfer' || ibans.length === 0) return [means(CODES[method], text, null)]
  return ibans.map((iban) => means(CODES.bank_transfer, text, iban))
}

function means(code: string, text: string | null, iban: string | null): PaymentMeans {
  const account = iban === null ? null : { id: iban, name: null, bic: null }
  return { code, text, remittance: null, account, card: null, directDebit: null }
}

const METHODS: ReadonlyMap<string, PaymentMethod> = new Map(
  (Object.keys(PAYMENT_METHODS) as PaymentMethod[]).flatMap((method) => {
    const { ro, synonyms } = PAYMENT_METHODS[method]
    return [method, ro, ...synonyms].map((word) => [fold(word), method] as const)
  }),
)

/** A method by any of its names; null for words of the caller's own. */
function methodOf(text: string): PaymentMethod | null {
  return METHODS.get(fold(text)) ?? null
}

/** BT-20. `payableBani` is BT-115 as the document says it: of a credit note it is positive too. */
export function buildPaymentTerms({ dueDate, stornoOf, texts }: Invoice, payableBani: Bani): string | null {
  const installments = stornoOf === null ? (texts.paymentInstallments ?? 0) : 0
  if (installments > 1) return `Plata în ${installments} rate`
  return dueDate === null && payableBani > 0 ? AS_AGREED : null
}
