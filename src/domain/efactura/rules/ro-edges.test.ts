/** Where the published CIUS-RO rules draw their lines: each of these was shown to them. */
import { describe, expect, test } from 'vitest'
import { RICH_INVOICE } from '../../../../test/efactura/rich-sample.ts'
import { Draft } from '../../../../test/efactura/ubl-mutate.ts'
import { SAMPLES, type SampleName } from '../../../../test/efactura/ubl-samples.ts'
import { validateUbl } from './validate-ubl.ts'

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const BUYER = 'cac:AccountingCustomerParty/cac:Party'
const OF_RO = /^BR-(DEC-)?RO-|^BR-27$/

const rich = () => new Draft(RICH_INVOICE)
const sample = (name: SampleName) => new Draft(SAMPLES[name])

function idsOfRo({ root }: Draft): string[] {
  return [...new Set(validateUbl(root).map(({ ruleId }) => ruleId))].filter((id) => OF_RO.test(id)).sort()
}

describe('passes', () => {
  test.each<[string, Draft]>([
    [
      'a street of a no-break space, which is a character',
      rich().set(`${BUYER}/cac:PostalAddress/cbc:StreetName`, '\u00a0'),
    ],
    ['a county with white space around it', rich().set(`${SELLER}/cac:PostalAddress/cbc:CountrySubentity`, ' RO-CJ\n')],
    ['a day of a far year', rich().set('cac:InvoicePeriod/cbc:StartDate', '1899-12-31')],
    [
      'a buyer whose legal identifier is there and empty',
      sample('to a consumer').set(`${BUYER}/cac:PartyLegalEntity/cbc:CompanyID`, ''),
    ],
    [
      'a seller without number whose category has a space around it',
      sample('plain')
        .remove(`${SELLER}/cac:PartyTaxScheme`)
        .set('cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID', ' S'),
    ],
    ['lei for VAT when the document has no currency', rich().remove('cbc:DocumentCurrencyCode')],
    ['an attribute that belongs to no item', rich().add(SELLER, attributeOf('x'.repeat(51)))],
  ])('%s', (_what, draft) => {
    expect(idsOfRo(draft)).toEqual([])
  })
})

describe('is refused', () => {
  const longNote = `<cbc:Note>${'n'.repeat(301)}</cbc:Note>`
  test.each<[string, Draft, readonly string[]]>([
    [
      'white space behind two decimals',
      rich().set('cac:LegalMonetaryTotal/cbc:PrepaidAmount', '86.30\n'),
      ['BR-DEC-RO-16'],
    ],
    [
      'white space behind two decimals of a line',
      rich().set('cac:InvoiceLine[2]/cbc:LineExtensionAmount', '100.00 '),
      ['BR-DEC-RO-23'],
    ],
    [
      'three decimals in the VAT of a line',
      rich().add(
        'cac:InvoiceLine[2]',
        '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">0.00</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">1.001</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">0.001</cbc:TaxAmount></cac:TaxSubtotal></cac:TaxTotal>',
      ),
      ['BR-DEC-RO-1009', 'BR-DEC-RO-1010'],
    ],
    ['lei with a no-break space', rich().set('cbc:TaxCurrencyCode', 'RON\u00a0'), ['BR-RO-030']],
    [
      'a VAT point date code on the period of a line',
      rich().add('cac:InvoiceLine/cac:InvoicePeriod', '<cbc:DescriptionCode>29</cbc:DescriptionCode>'),
      ['BR-RO-040'],
    ],
    ['a long note, wherever it is', rich().add(`${SELLER}/cac:PartyLegalEntity`, longNote), ['BR-RO-L302']],
    ['a seller whose whole party is missing', rich().remove('cac:AccountingSupplierParty'), ['BR-RO-081', 'BR-RO-091']],
    [
      'long texts of an item attribute',
      rich().add('cac:InvoiceLine[2]/cac:Item', attributeOf('x'.repeat(101))),
      ['BR-RO-L0505', 'BR-RO-L1025'],
    ],
    [
      'a line of an invoice on a credit note',
      sample('credit note').add('', `<cac:InvoiceLine>${longNote}</cac:InvoiceLine>`),
      ['BR-RO-L302', 'BR-RO-L303'],
    ],
    [
      'an allowance of 1 and 0, as XML Schema allows',
      rich().set('cac:AllowanceCharge/cbc:ChargeIndicator', ' 0 ').set('cac:AllowanceCharge/cbc:Amount', '70.001'),
      ['BR-DEC-RO-01'],
    ],
  ])('%s', (_what, draft, ids) => {
    expect(idsOfRo(draft)).toEqual(ids)
  })
})

test('what is missing is told at the nearest place that is there', () => {
  const places = (draft: Draft) =>
    validateUbl(draft.root).flatMap(({ ruleId, path, line }) =>
      /^BR-RO-0[89]1$/.test(ruleId) ? [`${ruleId} ${line} ${path}`] : [],
    )
  const address = rich().at(`${SELLER}/cac:PostalAddress`)
  const { line } = rich().at(SELLER)
  expect(places(rich().remove(`${SELLER}/cac:PostalAddress/cbc:StreetName`))).toEqual([
    `BR-RO-081 ${address.line} /Invoice/${SELLER}/cac:PostalAddress/cbc:StreetName`,
  ])
  expect(places(rich().remove(`${SELLER}/cac:PostalAddress`))).toEqual([
    `BR-RO-081 ${line} /Invoice/${SELLER}/cac:PostalAddress/cbc:StreetName`,
    `BR-RO-091 ${line} /Invoice/${SELLER}/cac:PostalAddress/cbc:CityName`,
  ])
})

test('a long attachment that is no Base64 is found out in no time', () => {
  const path = 'cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject'
  for (const spaces of [' ', '\n', '= ']) {
    const { root } = rich().set(path, `${spaces.repeat(1_000_000)}!`)
    const before = performance.now()
    expect(validateUbl(root).map(({ ruleId }) => ruleId)).toContain('FCT-X09')
    expect(performance.now() - before).toBeLessThan(2_000)
  }
})

function attributeOf(text: string): string {
  return `<cac:AdditionalItemProperty><cbc:Name>${text}</cbc:Name><cbc:Value>${text}</cbc:Value></cac:AdditionalItemProperty>`
}
