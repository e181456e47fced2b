import { isCnpShape, isCnpValid, isCuiShape, isCuiValid, vatPrefixOfCountry } from '../../fiscal-code.ts'
import { isIbanShape, isIbanValid, normaliseIban } from '../../iban.ts'
import { along, anywhere, attribute, below, children, each, isOfVat, valueIn, type Where } from './checks.ts'
import { RETIRED_CURRENCIES, RETIRED_ELECTRONIC_ADDRESSES } from './codes/retired.ts'
import { type Check, fatal, type Rule, type Sentences, warning } from './rule.ts'

type Element = Parameters<typeof children>[0]

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const BUYER = 'cac:AccountingCustomerParty/cac:Party'
const AGENT = 'cac:TaxRepresentativeParty'

function wrongDigits(ro: string, en: string): Sentences {
  return [
    `${ro} „{value}” nu este un CUI sau CNP: cifra de control nu se potrivește.`,
    `${en} "{value}" is not a CUI or CNP: its check digit is wrong.`,
  ]
}

/**
 * Ours: numbers whose check digits we can compute. ANAF refuses fiscal codes that fail them, by rules that are in no
 * published file (efactura 1.6).
 */
export const OWN_IDENTIFIERS: readonly Rule[] = [
  fatal(
    'FCT-I01',
    'BT-31',
    each(taxNumbers(SELLER, true), isVatIdPlausible, value),
    wrongDigits('Codul de TVA al vânzătorului', 'The VAT identifier of the seller'),
  ),
  fatal(
    'FCT-I02',
    'BT-32',
    romanian(SELLER, taxNumbers(SELLER, false)),
    wrongDigits('Codul fiscal al vânzătorului', 'The tax registration of the seller'),
  ),
  fatal(
    'FCT-I03',
    'BT-30',
    romanian(SELLER, along(`${SELLER}/cac:PartyLegalEntity/cbc:CompanyID`)),
    wrongDigits('Numărul de înregistrare al vânzătorului', 'The registration number of the seller'),
  ),
  fatal(
    'FCT-I04',
    'BT-48',
    each(taxNumbers(BUYER, true), isVatIdPlausible, value),
    wrongDigits('Codul de TVA al cumpărătorului', 'The VAT identifier of the buyer'),
  ),
  fatal(
    'FCT-I05',
    'BT-47',
    romanian(BUYER, along(`${BUYER}/cac:PartyLegalEntity/cbc:CompanyID`)),
    wrongDigits('Codul de înregistrare al cumpărătorului', 'The registration number of the buyer'),
  ),
  fatal(
    'FCT-I06',
    'BT-63',
    each(taxNumbers(AGENT, true), isVatIdPlausible, value),
    wrongDigits('Codul de TVA al reprezentantului fiscal', 'The VAT identifier of the tax representative'),
  ),
  warning('FCT-I07', 'BT-31', prefixOfCountry(SELLER), prefixSentences('vânzătorului', 'the seller')),
  warning('FCT-I08', 'BT-48', prefixOfCountry(BUYER), prefixSentences('cumpărătorului', 'the buyer')),
  warning('FCT-I09', 'BT-84', each(below(anywhere('cac:PayeeFinancialAccount'), 'cbc:ID'), isAccountPlausible, value), [
    'Contul „{value}” arată ca un IBAN, dar cifrele de control nu se potrivesc.',
    'The account "{value}" looks like an IBAN, but its check digits are wrong.',
  ]),
  warning('FCT-I10', 'BT-91', each(below(anywhere('cac:PayerFinancialAccount'), 'cbc:ID'), isAccountPlausible, value), [
    'Contul debitat „{value}” arată ca un IBAN, dar cifrele de control nu se potrivesc.',
    'The debited account "{value}" looks like an IBAN, but its check digits are wrong.',
  ]),
  warning(
    'FCT-I11',
    'BT-5',
    each(along('cbc:DocumentCurrencyCode'), (code) => !RETIRED_CURRENCIES.has(valueIn(code)), value),
    [
      'Moneda {value} a fost retrasă din lista europeană; un destinatar din alt stat o poate refuza.',
      'The currency {value} was withdrawn from the European list; a receiver abroad may refuse it.',
    ],
  ),
  warning(
    'FCT-I12',
    'BT-34',
    each(anywhere('cbc:EndpointID'), (id) => !RETIRED_ELECTRONIC_ADDRESSES.has(attribute(id, 'schemeID') ?? ''), {
      attribute: 'schemeID',
    }),
    [
      'Schema adresei electronice a fost retrasă din lista europeană.',
      'The scheme of the electronic address was withdrawn from the European list.',
    ],
  ),
]

function value(element: Element) {
  return { values: { value: valueIn(element) } }
}

function taxNumbers(party: string, ofVat: boolean): Where {
  return (invoice) =>
    invoice
      .along(`${party}/cac:PartyTaxScheme`)
      .filter((scheme) => isOfVat(scheme) === ofVat)
      .flatMap((scheme) => children(scheme, 'cbc:CompanyID'))
}

/** A VAT identifier of Romania is RO and a CUI or, for some persons, a CNP. Those of other states are not looked at. */
function isVatIdPlausible(id: Element): boolean {
  const text = valueIn(id)
  return !text.startsWith('RO') || isRomanianNumber(text.slice(2))
}

function isRomanianNumber(digits: string): boolean {
  if (isCnpShape(digits)) return isCnpValid(digits)
  return isCuiShape(digits) && isCuiValid(digits)
}

/** Of a party in Romania: numbers that have the form of a CUI or CNP. One with a scheme belongs to that scheme. */
function romanian(party: string, where: Where): Check {
  return (invoice, report) => {
    const country = invoice.along(`${party}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`)[0]
    if (valueIn(country) !== 'RO') return
    for (const id of where(invoice)) {
      const digits = valueIn(id).replace(/^RO/, '')
      const isNumber = isCnpShape(digits) || isCuiShape(digits)
      if (isNumber && attribute(id, 'schemeID') === null && !isRomanianNumber(digits)) report(id, value(id))
    }
  }
}

/** The prefix of a VAT identifier against the country of the address. A business may well be registered elsewhere. */
function prefixOfCountry(party: string): Check {
  return (invoice, report) => {
    const country = valueIn(invoice.along(`${party}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`)[0])
    const expected = vatPrefixOfCountry(country)
    for (const id of taxNumbers(party, true)(invoice)) {
      const text = valueIn(id)
      if (expected !== null && text !== '' && !text.startsWith(expected))
        report(id, { values: { value: text, country, expected } })
    }
  }
}

function prefixSentences(ro: string, en: string): Sentences {
  return [
    `Codul de TVA „{value}” al ${ro} nu începe cu {expected}, deși adresa este în {country}.`,
    `The VAT identifier "{value}" of ${en} does not start with {expected} although the address is in {country}.`,
  ]
}

/** Accounts outside the IBAN world are left alone. */
function isAccountPlausible(id: Element): boolean {
  const account = normaliseIban(valueIn(id))
  if (!/^[A-Z]{2}\d{2}/.test(account)) return true
  return isIbanShape(account) && isIbanValid(account)
}
