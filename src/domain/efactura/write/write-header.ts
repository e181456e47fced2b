import type { EInvoice, ENote, EPeriod } from '../einvoice.ts'
import { group, leaf } from './xml-text.ts'

/** BT-1 to BT-10, BT-19, BT-23, BT-24, BG-1, BG-14. A credit note has its tax point before its type, and no due date. */
export function writeHeader(invoice: EInvoice): string {
  const isInvoice = invoice.syntax === 'Invoice'
  const taxPointDate = leaf('cbc:TaxPointDate', invoice.taxPointDate)
  return (
    leaf('cbc:CustomizationID', invoice.customizationId) +
    leaf('cbc:ProfileID', invoice.profileId) +
    leaf('cbc:ID', invoice.number) +
    leaf('cbc:IssueDate', invoice.issueDate) +
    (isInvoice
      ? leaf('cbc:DueDate', invoice.dueDate) + leaf('cbc:InvoiceTypeCode', invoice.typeCode)
      : taxPointDate + leaf('cbc:CreditNoteTypeCode', invoice.typeCode)) +
    invoice.notes.map(writeNote).join('') +
    (isInvoice ? taxPointDate : '') +
    leaf('cbc:DocumentCurrencyCode', invoice.currency) +
    leaf('cbc:TaxCurrencyCode', invoice.vatCurrency) +
    leaf('cbc:AccountingCost', invoice.accountingReference) +
    leaf('cbc:BuyerReference', invoice.buyerReference) +
    writePeriod(invoice.period, invoice.taxPointCode)
  )
}

/** UBL has no place for the subject code but the text itself. */
function writeNote({ subjectCode, text }: ENote): string {
  return leaf('cbc:Note', subjectCode === null ? text : `#${subjectCode}#${text}`)
}

/** BG-14 or BG-26; BT-8 shares the element. */
export function writePeriod(period: EPeriod | null, taxPointCode: string | null = null): string {
  return group(
    'cac:InvoicePeriod',
    leaf('cbc:StartDate', period?.start ?? null) +
      leaf('cbc:EndDate', period?.end ?? null) +
      leaf('cbc:DescriptionCode', taxPointCode),
  )
}
