import { anywhere, atMostTwoDecimals, attribute, hasAttribute, isNamed, type Where } from './checks.ts'
import { type Check, fatal, type Rule, warning } from './rule.ts'

/** Attributes that EN 16931 does not use, by the number of their rule; UBL-DT-18 is apart. */
const UNUSED: readonly (readonly [number: string, name: string])[] = [
  ['08', 'schemeName'],
  ['09', 'schemeAgencyName'],
  ['10', 'schemeDataURI'],
  ['11', 'schemeURI'],
  ['12', 'format'],
  ['13', 'unitCodeListIdentifier'],
  ['14', 'unitCodeListAgencyIdentifier'],
  ['15', 'unitCodeListAgencyName'],
  ['16', 'listAgencyName'],
  ['17', 'listName'],
  ['19', 'languageID'],
  ['20', 'listURI'],
  ['21', 'listSchemeURI'],
  ['22', 'languageLocaleID'],
  ['23', 'uri'],
  ['24', 'currencyCodeListVersionID'],
  ['25', 'characterSetCode'],
  ['26', 'encodingCode'],
  ['27', 'schemeAgencyID'],
  ['28', 'listAgencyID'],
]

const binaries = anywhere('cbc:EmbeddedDocumentBinaryObject')

/** Every amount but unit prices and what belongs to them. */
const amounts: Where = (invoice) => {
  const ofPrices = new Set(
    invoice
      .named('cac:Price')
      .flatMap((price) =>
        price.children
          .filter((child) => isNamed(child, 'cac:AllowanceCharge'))
          .flatMap((adjustment) => adjustment.children),
      ),
  )
  return invoice.attributed.filter(
    (element) => element.name.endsWith('Amount') && !element.name.endsWith('PriceAmount') && !ofPrices.has(element),
  )
}

/** EN 16931-3-2, data types and attributes (UBL-DT). */
export const UBL_ATTRIBUTES: readonly Rule[] = [
  fatal('UBL-DT-01', '', atMostTwoDecimals(amounts), [
    'Suma poate avea cel mult două zecimale.',
    'The amount may have at most two decimals.',
  ]),
  fatal('UBL-DT-06', 'BT-125', hasAttribute(binaries, 'mimeCode'), [
    'Fișierul atașat nu are tipul (mimeCode).',
    'The attached file has no type (mimeCode).',
  ]),
  fatal('UBL-DT-07', 'BT-125', hasAttribute(binaries, 'filename'), [
    'Fișierul atașat nu are nume (filename).',
    'The attached file has no name (filename).',
  ]),
  ...UNUSED.map(([number, name]) =>
    warning(`UBL-DT-${number}`, '', unused(name), [
      `Atributul ${name} nu face parte din factura europeană.`,
      `The attribute ${name} is not part of the European invoice.`,
    ]),
  ),
  warning('UBL-DT-18', '', unused('name', 'cbc:PaymentMeansCode'), [
    'Atributul name nu face parte din factura europeană decât la instrumentul de plată.',
    'The attribute name is not part of the European invoice except on the payment means.',
  ]),
]

function unused(name: string, except?: string): Check {
  return (invoice, report) => {
    for (const element of invoice.attributed) {
      if (attribute(element, name) === null) continue
      if (except === undefined || !isNamed(element, except)) report(element, { attribute: name })
    }
  }
}
