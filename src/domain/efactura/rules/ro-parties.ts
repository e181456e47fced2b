import { bucharestSector, COUNTIES, countyCode } from '../../counties.ts'
import { along, type children, document, each, filled, valueAt, type Where } from './checks.ts'
import { codes } from './codes/code-list.ts'
import { type Check, fatal, type Rule } from './rule.ts'

/** ISO 3166-2:RO. */
const COUNTY_CODES: ReadonlySet<string> = new Set(COUNTIES.map((county) => `RO-${county.code}`))
const SECTORS = codes('SECTOR1..SECTOR6')

/** Ids of the rules, terms, place, and how the party is called (genitive in Romanian). */
interface Row {
  readonly where: Where
  /** Of the seller and the buyer, whose address must be there: the way to it from the root. */
  readonly required?: string
  readonly ro: string
  readonly en: string
  readonly street: readonly [id: string, term: string]
  readonly city: readonly [id: string, term: string]
  readonly sector: string
  readonly county: readonly [id: string, term: string]
}

const SELLER = 'cac:AccountingSupplierParty/cac:Party/cac:PostalAddress'
const BUYER = 'cac:AccountingCustomerParty/cac:Party/cac:PostalAddress'

const ROWS: readonly Row[] = [
  {
    where: along(SELLER),
    required: SELLER,
    ro: 'vânzătorului',
    en: 'the seller',
    street: ['BR-RO-081', 'BT-35'],
    city: ['BR-RO-091', 'BT-37'],
    sector: 'BR-RO-100',
    county: ['BR-RO-110', 'BT-39'],
  },
  {
    where: along(BUYER),
    required: BUYER,
    ro: 'cumpărătorului',
    en: 'the buyer',
    street: ['BR-RO-082', 'BT-50'],
    city: ['BR-RO-092', 'BT-52'],
    sector: 'BR-RO-101',
    county: ['BR-RO-111', 'BT-54'],
  },
  {
    where: along('cac:TaxRepresentativeParty/cac:PostalAddress'),
    ro: 'reprezentantului fiscal',
    en: 'the tax representative',
    street: ['BR-RO-140', 'BT-64'],
    city: ['BR-RO-150', 'BT-66'],
    sector: 'BR-RO-160',
    county: ['BR-RO-170', 'BT-68'],
  },
  {
    where: along('cac:Delivery/cac:DeliveryLocation/cac:Address'),
    ro: 'de livrare',
    en: 'the delivery',
    street: ['BR-RO-180', 'BT-75'],
    city: ['BR-RO-201', 'BT-77'],
    sector: 'BR-RO-202',
    county: ['BR-RO-212', 'BT-79'],
  },
]

/** CIUS-RO, addresses: a street, a city, and in Romania the county by its code, in București also the sector. */
export const RO_PARTIES: readonly Rule[] = [
  ...ROWS.flatMap(({ where, required, ro, en, street, city, sector, county }) => [
    fatal(...street, filledIn(where, required, 'cbc:StreetName'), [
      `Adresa ${ro} nu are strada (linia 1).`,
      `The address of ${en} has no street (line 1).`,
    ]),
    fatal(...city, filledIn(where, required, 'cbc:CityName'), [
      `Adresa ${ro} nu are localitatea.`,
      `The address of ${en} has no city.`,
    ]),
    fatal(sector, city[1], sectorInBucharest(where), [
      `În București (RO-B), localitatea din adresa ${ro} este SECTOR1 … SECTOR6, nu „{value}”.`,
      `In București (RO-B), the city in the address of ${en} is SECTOR1 … SECTOR6, not "{value}".`,
    ]),
    fatal(...county, countyInRomania(where), [
      `În România, județul din adresa ${ro} se scrie prin cod (RO-CJ), nu „{value}”.`,
      `In Romania, the county in the address of ${en} is written by its code (RO-CJ), not "{value}".`,
    ]),
  ]),
  fatal('BR-RO-211', 'BT-79', filled(along('cac:Delivery/cac:DeliveryLocation/cac:Address'), 'cbc:CountrySubentity'), [
    'Adresa de livrare nu are județul sau regiunea; se cere și în străinătate.',
    'The delivery address has no county or region; it is needed abroad as well.',
  ]),
]

/** An address that is required and absent lacks its street and its city as well. */
function filledIn(where: Where, required: string | undefined, name: string): Check {
  return required === undefined ? filled(where, name) : filled(document, `${required}/${name}`)
}

function isIn(address: Parameters<typeof children>[0], country: string): boolean {
  return valueAt(address, 'cac:Country/cbc:IdentificationCode') === country
}

function sectorInBucharest(where: Where): Check {
  return (invoice, report) => {
    for (const address of where(invoice)) {
      const value = valueAt(address, 'cbc:CityName')
      if (!isIn(address, 'RO') || valueAt(address, 'cbc:CountrySubentity') !== 'RO-B' || SECTORS.has(value)) continue
      const sector = bucharestSector(value)
      report(address, {
        child: 'cbc:CityName',
        values: { value },
        ...(sector === null ? {} : { suggestion: `SECTOR${sector}` }),
      })
    }
  }
}

function countyInRomania(where: Where): Check {
  return each(
    where,
    (address) => !isIn(address, 'RO') || COUNTY_CODES.has(valueAt(address, 'cbc:CountrySubentity')),
    (address) => {
      const value = valueAt(address, 'cbc:CountrySubentity')
      const code = countyCode(value)
      return {
        child: 'cbc:CountrySubentity',
        values: { value },
        ...(code === null ? {} : { suggestion: `RO-${code}` }),
      }
    },
  )
}
