/** What holds below a line of the invoice, by the end of the path in the document. */
const OF_A_LINE: readonly (readonly [end: RegExp, field: string])[] = [
  [/\/cac:Item\/cbc:Name$/, 'description'],
  [/\/cac:Item\/cbc:Description$/, 'description_extended'],
  [/\/@unitCode$/, 'unit'],
  [/\/cbc:(Invoiced|Credited)Quantity$/, 'quantity'],
  [/\/cac:Price\/cbc:PriceAmount$/, 'price'],
  [/\/cac:ClassifiedTaxCategory(\[\d+\])?\/cbc:Percent$/, 'vat_rate'],
  [/\/cac:ClassifiedTaxCategory\b/, 'vat_key'],
  [/\/cac:SellersItemIdentification\b/, 'sku'],
  [/\/cac:AllowanceCharge(\[\d+\])?\/cbc:AllowanceChargeReason(Code)?$/, 'discount_reason'],
  [/\/cac:AllowanceCharge(\[\d+\])?\/cbc:(Amount|BaseAmount)$/, 'discount_amount'],
  [/\/cac:AllowanceCharge(\[\d+\])?\/cbc:MultiplierFactorNumeric$/, 'discount_percent'],
]

/** What holds below the seller or the buyer. */
const OF_A_PARTY: readonly (readonly [end: RegExp, field: string])[] = [
  [/\/cac:PostalAddress\/(cbc:StreetName|cbc:AdditionalStreetName|cac:AddressLine.*)$/, 'address'],
  [/\/cac:PostalAddress\/cbc:CityName$/, 'city'],
  [/\/cac:PostalAddress\/cbc:CountrySubentity$/, 'county'],
  [/\/cac:PostalAddress\/cbc:PostalZone$/, 'postal_code'],
  [/\/cac:PostalAddress\/cac:Country\b/, 'country'],
  [/\/cac:PostalAddress$/, 'address'],
  [/\/cbc:RegistrationName$|\/cac:PartyName\b/, 'name'],
  [/\/cac:PartyTaxScheme\b/, 'cui'],
  [/\/cac:PartyLegalEntity\/cbc:CompanyID\b/, 'cui'],
  [/\/cac:Contact\/cbc:ElectronicMail$/, 'email'],
  [/\/cac:Contact\/cbc:Telephone$/, 'phone'],
  [/\/cac:Contact\/cbc:Name$/, 'contact_person'],
]

/** What holds below the delivery of an intra-Community supply, which goes to the buyer. */
const OF_A_DELIVERY: readonly (readonly [end: RegExp, field: string])[] = [
  [/\/cac:Address\/(cbc:StreetName|cbc:AdditionalStreetName|cac:AddressLine.*)$/, 'address'],
  [/\/cac:Address\/cbc:CityName$/, 'city'],
  [/\/cac:Address\/cbc:CountrySubentity$/, 'county'],
  [/\/cac:Address\/cbc:PostalZone$/, 'postal_code'],
  [/\/cac:Address\/cac:Country\b/, 'country'],
]

/** What holds of the document itself, by the first name below the root. */
const OF_THE_DOCUMENT: Readonly<Record<string, string>> = {
  'cbc:ID': 'series_id',
  'cbc:IssueDate': 'date',
  'cbc:DueDate': 'due_date',
  'cbc:InvoiceTypeCode': 'document_type',
  'cbc:CreditNoteTypeCode': 'document_type',
  'cbc:DocumentCurrencyCode': 'currency',
  'cbc:TaxCurrencyCode': 'currency_rate',
  'cbc:Note': 'notes',
  'cac:PaymentTerms': 'due_date',
  'cac:PaymentMeans': 'payment_method',
  'cac:AllowanceCharge': 'discounts',
}

const LINE = /^\/\w+\/cac:(?:Invoice|CreditNote)Line(?:\[(\d+)\])?/

/**
 * The field of our API that a place of the document came from. A hint: it holds for documents that were written line
 * by line from an invoice of ours; where the writer added lines of its own, it knows better.
 */
export function apiPathOf(path: string): string | null {
  const line = LINE.exec(path)
  if (line !== null) return joined(`items.${indexOf(line[1])}`, fieldOf(OF_A_LINE, path))
  if (path.includes('/cac:AccountingCustomerParty')) return joined('client_data', fieldOf(OF_A_PARTY, path))
  if (path.includes('/cac:Delivery')) return joined('client_data', fieldOf(OF_A_DELIVERY, path))
  if (path.includes('/cac:AccountingSupplierParty')) return joined('firm', fieldOf(OF_A_PARTY, path))
  const first = path.split('/')[2]?.replace(/\[\d+\]$/, '')
  if (first === 'cac:PaymentMeans' && path.includes('FinancialAccount')) return 'firm.iban'
  return first === undefined ? null : (OF_THE_DOCUMENT[first] ?? null)
}

function indexOf(position: string | undefined): number {
  return Number(position ?? 1) - 1
}

function fieldOf(table: readonly (readonly [end: RegExp, field: string])[], path: string): string | null {
  return table.find(([end]) => end.test(path))?.[1] ?? null
}

function joined(at: string, field: string | null): string {
  return field === null ? at : `${at}.${field}`
}
