import { type Case, fault } from './case.ts'
import type { Draft } from './ubl-mutate.ts'
import type { SampleName } from './ubl-samples.ts'

const TOTAL = 'cac:LegalMonetaryTotal'
const GROUP = 'cac:TaxTotal/cac:TaxSubtotal'
const LINE = 'cac:InvoiceLine'
const VAT = '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>'

/** BR-12 to BR-15 and the BR-CO rules that calculate. */
export const TOTAL_CASES: readonly Case[] = [
  fault('BR-12', (d) => d.remove(`${TOTAL}/cbc:LineExtensionAmount`), 'BR-CO-10 BR-CO-13'),
  fault('BR-13', (d) => d.remove(`${TOTAL}/cbc:TaxExclusiveAmount`), 'BR-CO-13 BR-CO-15'),
  fault('BR-14', (d) => d.remove(`${TOTAL}/cbc:TaxInclusiveAmount`), 'BR-CO-15 BR-CO-16'),
  fault('BR-15', (d) => d.remove(`${TOTAL}/cbc:PayableAmount`), 'BR-CO-16'),
  fault('BR-CO-10', (d) => d.set(`${TOTAL}/cbc:LineExtensionAmount`, '1120.01'), 'BR-CO-13'),
  fault('BR-CO-11', (d) => d.set(`${TOTAL}/cbc:AllowanceTotalAmount`, '70.01'), 'BR-CO-13'),
  fault('BR-CO-11', (d) => d.remove(`${TOTAL}/cbc:AllowanceTotalAmount`), 'BR-CO-13'),
  fault('BR-CO-12', (d) => d.set(`${TOTAL}/cbc:ChargeTotalAmount`, '29.99'), 'BR-CO-13'),
  fault('BR-CO-12', (d) => d.remove(`${TOTAL}/cbc:ChargeTotalAmount`), 'BR-CO-13'),
  fault('BR-CO-13', (d) => d.set(`${TOTAL}/cbc:TaxExclusiveAmount`, '1080.01'), 'BR-CO-15 FCT-A07'),
  fault('BR-CO-14', (d) => d.set('cac:TaxTotal/cbc:TaxAmount', '206.31'), 'BR-CO-15'),
  fault('BR-CO-15', (d) => d.set(`${TOTAL}/cbc:TaxInclusiveAmount`, '1286.31'), 'BR-CO-16'),
  fault('BR-CO-15', (d) =>
    d
      .repeat('cac:TaxTotal')
      .remove('cac:TaxTotal[2]/cac:TaxSubtotal')
      .remove('cac:TaxTotal[2]/cac:TaxSubtotal')
      .remove('cac:TaxTotal[2]/cac:TaxSubtotal'),
  ),
  // Currencies are compared as they are written.
  fault('BR-CO-15', (d) => d.set('cbc:DocumentCurrencyCode', 'RON '), '', 'plain'),
  fault('BR-CO-16', (d) => d.set(`${TOTAL}/cbc:PayableAmount`, '1200.00')),
  fault('BR-CO-16', (d) => d.remove(`${TOTAL}/cbc:PrepaidAmount`)),
  // Without the rounding, what is due is rounded before it is compared.
  fault('BR-DEC-17', (d) => d.set(`${TOTAL}/cbc:PayableRoundingAmount`, '0.104'), 'BR-DEC-RO-17 UBL-DT-01'),
  fault(
    'BR-CO-17',
    (d) =>
      d
        .set(`${GROUP}[2]/cbc:TaxAmount`, '12.00')
        .set('cac:TaxTotal/cbc:TaxAmount', '207.30')
        .set(`${TOTAL}/cbc:TaxInclusiveAmount`, '1287.30')
        .set(`${TOTAL}/cbc:PayableAmount`, '1201.10'),
    'BR-S-09 FCT-A02',
  ),
  // A rate below zero would make the VAT right but for the sign.
  fault(
    'BR-CO-17',
    (d) => d.set(`${GROUP}/cac:TaxCategory/cbc:Percent`, '-21'),
    'BR-S-08 BR-S-09 FCT-A02 FCT-A05 FCT-C07',
    'plain',
  ),
  fault('BR-CO-25', (d) => d.remove('cbc:DueDate').remove('cac:PaymentTerms')),
]

/** Sets category and rate of the only line and the only group. */
function category(draft: Draft, code: string, percent: string | null): Draft {
  for (const place of [`${GROUP}/cac:TaxCategory`, `${LINE}/cac:Item/cac:ClassifiedTaxCategory`]) {
    draft.set(`${place}/cbc:ID`, code)
    if (percent === null) draft.remove(`${place}/cbc:Percent`)
    else draft.set(`${place}/cbc:Percent`, percent)
  }
  return draft
}

interface Family {
  readonly base: SampleName
  readonly code: string
  readonly family: string
  readonly percent: string | null
  readonly wrongPercent: string
  /** Whether the group has VAT to pay. */
  readonly isTaxed: boolean
  /** Other rules that fail with the ids of the parties. */
  readonly withoutSeller: string
}

// biome-ignore format: a table reads best in rows.
const FAMILIES: readonly Family[] = [
  { base: 'plain', code: 'S', family: 'S', percent: '21', wrongPercent: '0', isTaxed: true, withoutSeller: 'BR-RO-065' },
  { base: 'zero rate', code: 'Z', family: 'Z', percent: '0', wrongPercent: '5', isTaxed: false, withoutSeller: 'BR-RO-065' },
  { base: 'exempt', code: 'E', family: 'E', percent: '0', wrongPercent: '5', isTaxed: false, withoutSeller: 'BR-RO-065' },
  { base: 'reverse charge', code: 'AE', family: 'AE', percent: '0', wrongPercent: '5', isTaxed: false, withoutSeller: 'BR-RO-065' },
  { base: 'intra-community', code: 'K', family: 'IC', percent: '0', wrongPercent: '5', isTaxed: false, withoutSeller: 'BR-RO-065' },
  { base: 'export', code: 'G', family: 'G', percent: '0', wrongPercent: '5', isTaxed: false, withoutSeller: 'BR-RO-065' },
  { base: 'IGIC', code: 'L', family: 'IG', percent: '7', wrongPercent: '-1', isTaxed: true, withoutSeller: 'BR-RO-065' },
  { base: 'IPSI', code: 'M', family: 'IP', percent: '10', wrongPercent: '-1', isTaxed: true, withoutSeller: 'BR-RO-065' },
]

const SELLER_SCHEME = 'cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme'

function adjustment(draft: Draft, isCharge: boolean, code: string, percent: string | null): Draft {
  const rate = percent === null ? '' : `<cbc:Percent>${percent}</cbc:Percent>`
  const total = isCharge ? 'ChargeTotalAmount' : 'AllowanceTotalAmount'
  return draft
    .add(
      '',
      `<cac:AllowanceCharge><cbc:ChargeIndicator>${isCharge}</cbc:ChargeIndicator><cbc:AllowanceChargeReason>x</cbc:AllowanceChargeReason>
      <cbc:Amount currencyID="RON">0.00</cbc:Amount><cac:TaxCategory><cbc:ID>${code}</cbc:ID>${rate}${VAT}</cac:TaxCategory></cac:AllowanceCharge>`,
    )
    .add(TOTAL, `<cbc:${total} currencyID="RON">0.00</cbc:${total}>`)
}

/** The ten rules of each category, each broken alone as far as that can be. */
function familyCases({ base, code, family, percent, wrongPercent, isTaxed, withoutSeller }: Family): Case[] {
  const id = (number: string) => `BR-${family}-${number}`
  const twice = isTaxed ? [] : [fault(id('01'), (d) => d.repeat(GROUP), 'FCT-A06 FCT-A07', base)]
  const parties: Case[] = []
  for (const [number, isCharge] of [
    ['03', false],
    ['04', true],
  ] as const) {
    parties.push(
      fault(
        id(number),
        (d) => adjustment(d, isCharge, code, percent).remove(SELLER_SCHEME),
        `${withoutSeller} ${id('02')}`,
        base,
      ),
    )
  }
  const exemption = '<cbc:TaxExemptionReason>Scutit</cbc:TaxExemptionReason>'
  const isExempt = ['E', 'AE', 'K', 'G', 'O'].includes(code)
  return [
    ...twice,
    fault(id('01'), (d) => d.remove(GROUP), 'BR-CO-18 FCT-A05', base),
    fault(id('02'), (d) => d.remove(SELLER_SCHEME), withoutSeller, base),
    ...parties,
    fault(
      id('05'),
      (d) => d.set(`${LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent`, wrongPercent),
      isTaxed ? `${id('08')} FCT-A05` : 'FCT-A05',
      base,
    ),
    fault(id('06'), (d) => adjustment(d, false, code, wrongPercent), 'FCT-A05', base),
    fault(id('07'), (d) => adjustment(d, true, code, wrongPercent), 'FCT-A05', base),
    fault(
      id('08'),
      (d) => d.set(`${GROUP}/cbc:TaxableAmount`, '201.00'),
      `${isTaxed ? 'FCT-A02 ' : ''}FCT-A03 FCT-A07`,
      base,
    ),
    fault(
      id('09'),
      (d) =>
        d
          .set(`${GROUP}/cbc:TaxAmount`, isTaxed ? '50.00' : '0.40')
          .set('cac:TaxTotal/cbc:TaxAmount', isTaxed ? '50.00' : '0.40')
          .set(`${TOTAL}/cbc:TaxInclusiveAmount`, isTaxed ? '250.00' : '200.40')
          .set(`${TOTAL}/cbc:PayableAmount`, isTaxed ? '250.00' : '200.40'),
      `${isTaxed ? 'BR-CO-17 ' : ''}FCT-A02`,
      base,
    ),
    isExempt
      ? fault(
          id('10'),
          (d) =>
            d
              .remove(`${GROUP}/cac:TaxCategory/cbc:TaxExemptionReason`)
              .remove(`${GROUP}/cac:TaxCategory/cbc:TaxExemptionReasonCode`),
          code === 'AE' ? 'FCT-C11' : '',
          base,
        )
      : fault(id('10'), (d) => d.add(`${GROUP}/cac:TaxCategory`, exemption), '', base),
  ]
}

const BUYER = 'cac:AccountingCustomerParty/cac:Party'
const SELLER_ID = `<cac:PartyTaxScheme><cbc:CompanyID>RO1234567897</cbc:CompanyID>${VAT}</cac:PartyTaxScheme>`
const O = 'not subject to VAT'

/** BR-S-* to BR-O-14 and BR-B-*. */
export const VAT_CASES: readonly Case[] = [
  ...FAMILIES.flatMap(familyCases),
  fault('BR-AE-02', (d) => d.remove(`${BUYER}/cac:PartyTaxScheme`), 'BR-RO-120 FCT-C14 FCT-C15', 'reverse charge'),
  fault('BR-IC-02', (d) => d.remove(`${BUYER}/cac:PartyTaxScheme`), 'BR-RO-120 FCT-C14', 'intra-community'),
  fault('BR-IC-11', (d) => d.remove('cac:Delivery/cbc:ActualDeliveryDate'), '', 'intra-community'),
  fault('BR-IC-12', (d) => d.remove('cac:Delivery/cac:DeliveryLocation'), '', 'intra-community'),
  fault('BR-O-01', (d) => d.repeat(GROUP), 'FCT-A06 FCT-A07', O),
  fault('BR-O-02', (d) => d.add('cac:AccountingSupplierParty/cac:Party', SELLER_ID), '', O),
  fault(
    'BR-O-03',
    (d) => adjustment(d, false, 'O', null).add('cac:AccountingSupplierParty/cac:Party', SELLER_ID),
    'BR-O-02',
    O,
  ),
  fault(
    'BR-O-04',
    (d) => adjustment(d, true, 'O', null).add('cac:AccountingSupplierParty/cac:Party', SELLER_ID),
    'BR-O-02',
    O,
  ),
  fault(
    'BR-O-05',
    (d) => d.add(`${LINE}/cac:Item/cac:ClassifiedTaxCategory`, '<cbc:Percent>0</cbc:Percent>'),
    'FCT-A05',
    O,
  ),
  fault('BR-O-06', (d) => adjustment(d, false, 'O', '0'), 'FCT-A05', O),
  fault('BR-O-07', (d) => adjustment(d, true, 'O', '0'), 'FCT-A05', O),
  fault('BR-O-08', (d) => d.set(`${GROUP}/cbc:TaxableAmount`, '201.00'), 'FCT-A03 FCT-A07', O),
  fault(
    'BR-O-09',
    (d) =>
      d
        .set(`${GROUP}/cbc:TaxAmount`, '0.40')
        .set('cac:TaxTotal/cbc:TaxAmount', '0.40')
        .set(`${TOTAL}/cbc:TaxInclusiveAmount`, '200.40')
        .set(`${TOTAL}/cbc:PayableAmount`, '200.40'),
    '',
    O,
  ),
  fault(
    'BR-O-10',
    (d) =>
      d
        .remove(`${GROUP}/cac:TaxCategory/cbc:TaxExemptionReason`)
        .remove(`${GROUP}/cac:TaxCategory/cbc:TaxExemptionReasonCode`),
    '',
    O,
  ),
  fault(
    'BR-O-11',
    (d) =>
      d.add(
        'cac:TaxTotal',
        `<cac:TaxSubtotal><cbc:TaxableAmount currencyID="RON">0.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="RON">0.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>Z</cbc:ID><cbc:Percent>0</cbc:Percent>${VAT}</cac:TaxCategory></cac:TaxSubtotal>`,
      ),
    '',
    O,
  ),
  fault(
    'BR-O-12',
    (d) =>
      d
        .repeat(LINE)
        .set(`${LINE}[2]/cac:Item/cac:ClassifiedTaxCategory/cbc:ID`, 'Z')
        .add(`${LINE}[2]/cac:Item/cac:ClassifiedTaxCategory`, '<cbc:Percent>0</cbc:Percent>'),
    'BR-CO-10 BR-RO-065 BR-Z-01 BR-Z-02 FCT-A05 FCT-C08',
    O,
  ),
  fault('BR-O-13', (d) => adjustment(d, false, 'Z', '0'), 'BR-RO-065 BR-Z-01 BR-Z-03 FCT-A05', O),
  fault('BR-O-14', (d) => adjustment(d, true, 'Z', '0'), 'BR-RO-065 BR-Z-01 BR-Z-04 FCT-A05', O),
  fault('BR-B-01', (d) => category(d, 'B', '21'), '', 'plain'),
  fault(
    'BR-B-02',
    (d) => d.set(`${LINE}[2]/cac:Item/cac:ClassifiedTaxCategory/cbc:ID`, 'B'),
    'BR-B-01 BR-S-08 FCT-A05',
  ),
  // The charges and allowances of the rate alone are taken for the base.
  fault('BR-S-09', (d) => d.set(`${GROUP}/cbc:TaxableAmount`, '-40.00'), 'BR-CO-17 FCT-A02 FCT-A03 FCT-A07'),
  // A group of IGIC must be written without spaces, in whatever scheme.
  fault('BR-IG-01', (d) => d.set(`${GROUP}/cac:TaxCategory/cbc:ID`, ' L '), '', 'IGIC'),
  fault('BR-47', (d) => d.set(`${GROUP}/cac:TaxCategory/cac:TaxScheme/cbc:ID`, 'GST'), 'BR-48 BR-CO-17', 'IGIC'),
  // The group of category S alone does not count; neither does the scheme.
  fault(
    'BR-B-01',
    (d) => d.set(`${LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:ID`, 'B'),
    'BR-S-01 BR-S-08 FCT-A05',
    'plain',
  ),
  fault(
    'BR-B-01',
    (d) => category(d, 'B', '21').set(`${GROUP}/cac:TaxCategory/cac:TaxScheme/cbc:ID`, 'GST'),
    'BR-47 BR-48 BR-CO-17',
    'plain',
  ),
]

type Row = readonly [numbers: string, path: string]

// biome-ignore format: a table reads best in rows.
const DECIMALS: readonly Row[] = [
  ['01 01', 'cac:AllowanceCharge/cbc:Amount'], ['02 02', 'cac:AllowanceCharge/cbc:BaseAmount'],
  ['05 05', 'cac:AllowanceCharge[2]/cbc:Amount'], ['06 06', 'cac:AllowanceCharge[2]/cbc:BaseAmount'],
  ['09 09', `${TOTAL}/cbc:LineExtensionAmount`], ['10 10', `${TOTAL}/cbc:AllowanceTotalAmount`],
  ['11 11', `${TOTAL}/cbc:ChargeTotalAmount`], ['12 12', `${TOTAL}/cbc:TaxExclusiveAmount`],
  ['13 13', 'cac:TaxTotal/cbc:TaxAmount'], ['14 14', `${TOTAL}/cbc:TaxInclusiveAmount`],
  ['15 15', 'cac:TaxTotal[2]/cbc:TaxAmount'], ['16 16', `${TOTAL}/cbc:PrepaidAmount`],
  ['17 17', `${TOTAL}/cbc:PayableRoundingAmount`], ['18 18', `${TOTAL}/cbc:PayableAmount`],
  ['19 1009', `${GROUP}/cbc:TaxableAmount`], ['20 1010', `${GROUP}/cbc:TaxAmount`],
  ['23 23', `${LINE}/cbc:LineExtensionAmount`],
  ['24 24', `${LINE}/cac:AllowanceCharge/cbc:Amount`], ['25 25', `${LINE}/cac:AllowanceCharge/cbc:BaseAmount`],
  ['27 27', `${LINE}/cac:AllowanceCharge[2]/cbc:Amount`], ['28 28', `${LINE}/cac:AllowanceCharge[2]/cbc:BaseAmount`],
]

/** BR-DEC-* and BR-DEC-RO-*: a third decimal that is zero, so that nothing else changes. */
export const DECIMAL_CASES: readonly Case[] = DECIMALS.flatMap(([numbers, path]) => {
  const [en, ro] = numbers.split(' ')
  const spoil = (draft: Draft) => draft.set(path, `${draft.at(path).text}0`)
  return [
    fault(`BR-DEC-${en}`, spoil, `BR-DEC-RO-${ro} UBL-DT-01`),
    fault(`BR-DEC-RO-${ro}`, spoil, `BR-DEC-${en} UBL-DT-01`),
    // White space counts as a decimal.
    fault(`BR-DEC-${en}`, (d) => d.set(path, `${d.at(path).text} `), `BR-DEC-RO-${ro} UBL-DT-01`),
  ]
})
