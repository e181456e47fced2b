import { bucharestSector, countyCode, isSectorOfBucharest, namesBucharest } from '../../counties.ts'
import { EU_VAT_PREFIXES, isCnpShape, vatPrefixOfCountry } from '../../fiscal-code.ts'
import { namesOrganisation } from '../../legal-form.ts'
import { fullFiscalCode, type Party } from '../../party.ts'
import type { Seller } from '../../snapshot.ts'
import { NO_CNP } from '../codes.ts'
import type { EAddress, EContact, EParty, Identifier } from '../einvoice.ts'
import { sharedOut, type TextLimits, tidy } from './text-limits.ts'

type Ids = Pick<EParty, 'vatId' | 'legalId' | 'legalInfo'>
type Place = Pick<Party, 'address' | 'city' | 'county' | 'country' | 'postalCode'>

/** Of an address: first line, city and post code, which all parties limit alike. */
type AddressTerms = readonly [line1: string, city: string, postCode: string]

/** Lines 1 to 3 of an address. */
const ADDRESS_LINES = [150, 100, 100] as const

/**
 * BG-4. On an invoice outside VAT (category O) there may be no VAT number (BR-O-02): the fiscal code then takes the
 * place of the number in the register of companies, which moves to the legal information (BT-33).
 */
export function buildSeller(seller: Seller, isOutsideVat: boolean, limits: TextLimits): EParty {
  return {
    ...sellerIds(seller, isOutsideVat, limits),
    name: limits.fit(seller.name, 'firm.name', 'BT-27', 200),
    tradingName: null,
    identifiers: [],
    taxRegistration: null,
    electronicAddress: null,
    sepaCreditorId: null,
    address: buildAddress(seller, 'firm', ['BT-35', 'BT-37', 'BT-38'], limits),
    contact: contactOf({
      name: null,
      phone: limits.fit(seller.phone, 'firm.phone', 'BT-42', 100),
      email: limits.fit(seller.email, 'firm.email', 'BT-43', 100),
    }),
  }
}

function sellerIds(seller: Seller, isOutsideVat: boolean, limits: TextLimits): Ids {
  const code = tidy(seller.cui)
  const register = tidy(seller.rc)
  if (!isOutsideVat && code !== null) {
    const prefix = seller.cuiPrefix ?? vatPrefixOfCountry(seller.country) ?? ''
    return { vatId: `${prefix}${code}`, legalId: legalId(register), legalInfo: null }
  }
  const legalInfo = code === null ? null : limits.fit(register, 'firm.rc', 'BT-33', 1000)
  return { vatId: null, legalId: legalId(code ?? register), legalInfo }
}

/** What the lines of an invoice say of its VAT: all of them outside of it, or one of them an export (G, K). */
export interface BuyerVat {
  readonly isOutsideVat: boolean
  readonly isExport: boolean
}

/** BG-7. */
export function buildBuyer(buyer: Party, vat: BuyerVat, limits: TextLimits): EParty {
  return {
    ...buyerIds(buyer, vat),
    name: limits.fit(buyer.name, 'client_data.name', 'BT-44', 200),
    tradingName: null,
    identifiers: [],
    taxRegistration: null,
    legalInfo: null,
    electronicAddress: null,
    sepaCreditorId: null,
    address: buildAddress(buyer, 'client_data', ['BT-50', 'BT-52', 'BT-53'], limits),
    contact: buyerContact(buyer, limits),
  }
}

/** BG-9. How to reach a person is their own affair: nothing asks for it, so it stays with us. */
function buyerContact(buyer: Party, limits: TextLimits): EContact | null {
  if (buyer.type === 'person') return null
  return contactOf({
    name: limits.fit(buyer.contactPerson, 'client_data.contact_person', 'BT-56', 100),
    phone: limits.fit(buyer.phone, 'client_data.phone', 'BT-57', 100),
    email: limits.fit(buyer.email, 'client_data.email', 'BT-58', 100),
  })
}

/**
 * BT-48 is a number with the VAT prefix of a member state. Any other code is BT-47: a CUI outside VAT, a CNP, the
 * number of a company outside the Union; thirteen zeros for a consumer who gave none (contract efactura 4.6).
 * They do not stand for a business abroad that goods are exported to: which one it is has to be said (BR-RO-120).
 */
function buyerIds(buyer: Party, { isOutsideVat, isExport }: BuyerVat): Omit<Ids, 'legalInfo'> {
  const code = tidy(buyer.cui)
  const register = tidy(buyer.rc)
  const isForeignBusiness = isExport && buyer.country !== 'RO' && namesOrganisation(buyer.name)
  const isConsumer = buyer.type === 'person' && !isForeignBusiness
  if (code === null) return { vatId: null, legalId: legalId(isConsumer ? NO_CNP : register) }
  const prefix = buyer.cuiPrefix
  const isVatId = prefix !== null && EU_VAT_PREFIXES.has(prefix) && !isCnpShape(code)
  if (isVatId && !isOutsideVat) return { vatId: `${prefix}${code}`, legalId: legalId(register) }
  const isRomanian = prefix === 'RO' || buyer.country === 'RO'
  return { vatId: null, legalId: legalId(isRomanian ? code : fullFiscalCode({ cui: code, cuiPrefix: prefix })) }
}

function legalId(id: string | null): Identifier | null {
  return id === null ? null : { id, schemeId: null }
}

function contactOf(contact: EContact): EContact | null {
  return contact.name === null && contact.phone === null && contact.email === null ? null : contact
}

/** BG-5, BG-8. A long street goes on in the second and third line. */
function buildAddress(place: Place, at: string, terms: AddressTerms, limits: TextLimits): EAddress {
  const [lineTerm, cityTerm, postCodeTerm] = terms
  const whole = limits.fit(place.address, `${at}.address`, lineTerm, 350)
  const [line1 = null, line2 = null, line3 = null] = whole === null ? [] : sharedOut(whole, ADDRESS_LINES)
  const { city, county } = place.country === 'RO' ? romanianPlace(place) : place
  return {
    line1,
    line2,
    line3,
    city: limits.fit(city, `${at}.city`, cityTerm, 50),
    postCode: limits.fit(place.postalCode, `${at}.postal_code`, postCodeTerm, 20),
    county: tidy(county),
    country: tidy(place.country),
  }
}

/**
 * BR-RO-110 wants `RO-CJ`, BR-RO-100 wants `SECTOR3` for București, wherever the sector was written. What cannot be
 * read stays as it is, so that the rules can quote it.
 */
function romanianPlace({ address, city, county }: Place): Pick<Place, 'city' | 'county'> {
  const code = county === null ? null : countyCode(county)
  const isBucharest =
    code === 'B' || (city !== null && (code === null ? namesBucharest(city) : isSectorOfBucharest(city)))
  if (!isBucharest) return { city, county: code === null ? county : `RO-${code}` }
  const sector = [city, county, ...(address ?? '').split(/[,;\n]/)]
    .map((text) => (text === null ? null : bucharestSector(text)))
    .find((found) => found !== null)
  return { city: sector === undefined ? city : `SECTOR${sector}`, county: 'RO-B' }
}
