import type { EInvoice, PaymentMeans } from '../einvoice.ts'
import type { XmlElement } from '../xml-tree.ts'
import { allNull } from './all-null.ts'
import { attributeOf, type UblReading } from './ubl-reading.ts'

/** BG-16. */
export function readPaymentMeans(reading: UblReading, root: XmlElement): PaymentMeans[] {
  return reading.many(root, 'cac:PaymentMeans').map((element) => {
    const code = reading.one(element, 'cbc:PaymentMeansCode')
    return {
      code: reading.text(element, 'cbc:PaymentMeansCode'),
      text: code === undefined ? null : attributeOf(code, 'name'),
      remittance: reading.text(element, 'cbc:PaymentID'),
      account: readAccount(reading, element),
      card: readCard(reading, element),
      directDebit: readDirectDebit(reading, element),
    }
  })
}

/** BG-17. */
function readAccount(reading: UblReading, means: XmlElement): PaymentMeans['account'] {
  const account = reading.one(means, 'cac:PayeeFinancialAccount')
  const found = {
    id: reading.text(account, 'cbc:ID'),
    name: reading.text(account, 'cbc:Name'),
    bic: reading.text(account, 'cac:FinancialInstitutionBranch/cbc:ID'),
  }
  return allNull(found) ? null : found
}

/** BG-18. */
function readCard(reading: UblReading, means: XmlElement): PaymentMeans['card'] {
  const card = reading.one(means, 'cac:CardAccount')
  const found = {
    number: reading.text(card, 'cbc:PrimaryAccountNumberID'),
    network: reading.text(card, 'cbc:NetworkID'),
    holder: reading.text(card, 'cbc:HolderName'),
  }
  return allNull(found) ? null : found
}

/** BG-19. */
function readDirectDebit(reading: UblReading, means: XmlElement): PaymentMeans['directDebit'] {
  const mandate = reading.one(means, 'cac:PaymentMandate')
  const found = {
    mandate: reading.text(mandate, 'cbc:ID'),
    debitedAccount: reading.text(mandate, 'cac:PayerFinancialAccount/cbc:ID'),
  }
  return allNull(found) ? null : found
}

/** BT-9. A credit note has it with its payment means, and so do some invoices of others. */
export function readDueDate(reading: UblReading, root: XmlElement, syntax: EInvoice['syntax']): string | null {
  const ofInvoice = syntax === 'Invoice' ? reading.text(root, 'cbc:DueDate') : null
  return ofInvoice ?? reading.text(root, 'cac:PaymentMeans/cbc:PaymentDueDate')
}
