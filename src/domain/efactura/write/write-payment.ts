import type { EInvoice, PaymentMeans } from '../einvoice.ts'
import { attribute, group, leaf } from './xml-text.ts'

/** BT-81 "instrument not defined", for the due date of a credit note that names no means. */
const NOT_DEFINED: PaymentMeans = {
  code: '1',
  text: null,
  remittance: null,
  account: null,
  card: null,
  directDebit: null,
}

/** BG-16. A credit note has no other place for its due date (BT-9). */
export function writePaymentMeans({ syntax, paymentMeans, dueDate }: EInvoice): string {
  const dueDateHere = syntax === 'CreditNote' ? dueDate : null
  const means = paymentMeans.length === 0 && dueDateHere !== null ? [NOT_DEFINED] : paymentMeans
  return means.map((one, index) => writeOne(one, index === 0 ? dueDateHere : null)).join('')
}

function writeOne({ code, text, remittance, account, card, directDebit }: PaymentMeans, due: string | null): string {
  return group(
    'cac:PaymentMeans',
    leaf('cbc:PaymentMeansCode', code, attribute('name', text)) +
      leaf('cbc:PaymentDueDate', due) +
      leaf('cbc:PaymentID', remittance) +
      writeCard(card) +
      writeAccount(account) +
      writeDirectDebit(directDebit),
  )
}

/** BG-18. */
function writeCard(card: PaymentMeans['card']): string {
  if (card === null) return ''
  return group(
    'cac:CardAccount',
    leaf('cbc:PrimaryAccountNumberID', card.number) +
      leaf('cbc:NetworkID', card.network) +
      leaf('cbc:HolderName', card.holder),
  )
}

/** BG-17. */
function writeAccount(account: PaymentMeans['account']): string {
  if (account === null) return ''
  return group(
    'cac:PayeeFinancialAccount',
    leaf('cbc:ID', account.id) +
      leaf('cbc:Name', account.name) +
      group('cac:FinancialInstitutionBranch', leaf('cbc:ID', account.bic)),
  )
}

/** BG-19. */
function writeDirectDebit(directDebit: PaymentMeans['directDebit']): string {
  if (directDebit === null) return ''
  const payer = group('cac:PayerFinancialAccount', leaf('cbc:ID', directDebit.debitedAccount))
  return group('cac:PaymentMandate', leaf('cbc:ID', directDebit.mandate) + payer)
}

/** BT-20. */
export function writePaymentTerms({ paymentTerms }: EInvoice): string {
  return group('cac:PaymentTerms', leaf('cbc:Note', paymentTerms))
}
