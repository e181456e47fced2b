import { OTHER_TAX_SCHEME } from '../codes.ts'
import type { EAddress, EContact, EParty, EPayee, ETaxRepresentative, Identifier } from '../einvoice-party.ts'
import { attribute, textAt, type XmlElement } from '../xml-tree.ts'
import { allNull } from './all-null.ts'
import type { UblReading } from './ubl-reading.ts'

/** BG-4 of `AccountingSupplierParty`, BG-7 of `AccountingCustomerParty`. */
export function readParty(reading: UblReading, root: XmlElement, name: string): EParty {
  const party = reading.one(root, `${name}/cac:Party`)
  const legal = reading.one(party, 'cac:PartyLegalEntity')
  return {
    name: reading.text(legal, 'cbc:RegistrationName'),
    tradingName: reading.text(party, 'cac:PartyName/cbc:Name'),
    identifiers: readIdentifiers(reading, party),
    legalId: reading.identifier(legal, 'cbc:CompanyID'),
    vatId: readVatId(reading, party),
    taxRegistration: readTaxRegistration(reading, party),
    legalInfo: reading.text(legal, 'cbc:CompanyLegalForm'),
    electronicAddress: reading.identifier(party, 'cbc:EndpointID'),
    sepaCreditorId: readCreditorId(reading, party),
    address: readAddress(reading, party, 'cac:PostalAddress'),
    contact: readContact(reading, party),
  }
}

function isCreditorId(identification: XmlElement): boolean {
  return identification.children.some((id) => attribute(id, 'schemeID') === 'SEPA')
}

/** BT-29, BT-46. */
function readIdentifiers(reading: UblReading, party: XmlElement | undefined): Identifier[] {
  const found = reading.matching(party, 'cac:PartyIdentification', (element) => !isCreditorId(element))
  return found.flatMap((element) => reading.identifier(element, 'cbc:ID') ?? [])
}

/** BT-90. */
function readCreditorId(reading: UblReading, party: XmlElement | undefined): string | null {
  const [found] = reading.matching(party, 'cac:PartyIdentification', isCreditorId)
  return reading.text(found, 'cbc:ID')
}

function isVat(scheme: XmlElement): boolean {
  return textAt(scheme, 'cac:TaxScheme/cbc:ID')?.toUpperCase() === 'VAT'
}

/** BT-31, BT-48, BT-63. */
function readVatId(reading: UblReading, party: XmlElement | undefined): string | null {
  const [found] = reading.matching(party, 'cac:PartyTaxScheme', isVat)
  reading.text(found, 'cac:TaxScheme/cbc:ID')
  return reading.text(found, 'cbc:CompanyID')
}

/** BT-32. */
function readTaxRegistration(reading: UblReading, party: XmlElement | undefined): Identifier | null {
  const [found] = reading.matching(party, 'cac:PartyTaxScheme', (element) => !isVat(element))
  const schemeId = reading.text(found, 'cac:TaxScheme/cbc:ID') ?? OTHER_TAX_SCHEME
  const id = reading.text(found, 'cbc:CompanyID')
  return id === null ? null : { id, schemeId }
}

/** BG-5, BG-8, BG-12, BG-15. */
export function readAddress(reading: UblReading, parent: XmlElement | undefined, name: string): EAddress | null {
  const address = reading.one(parent, name)
  const found: EAddress = {
    line1: reading.text(address, 'cbc:StreetName'),
    line2: reading.text(address, 'cbc:AdditionalStreetName'),
    line3: reading.text(address, 'cac:AddressLine/cbc:Line'),
    city: reading.text(address, 'cbc:CityName'),
    postCode: reading.text(address, 'cbc:PostalZone'),
    county: reading.text(address, 'cbc:CountrySubentity'),
    country: reading.text(address, 'cac:Country/cbc:IdentificationCode'),
  }
  return allNull(found) ? null : found
}

/** BG-6, BG-9. */
function readContact(reading: UblReading, party: XmlElement | undefined): EContact | null {
  const contact = reading.one(party, 'cac:Contact')
  const found: EContact = {
    name: reading.text(contact, 'cbc:Name'),
    phone: reading.text(contact, 'cbc:Telephone'),
    email: reading.text(contact, 'cbc:ElectronicMail'),
  }
  return allNull(found) ? null : found
}

/** BG-10. */
export function readPayee(reading: UblReading, root: XmlElement): EPayee | null {
  const payee = reading.one(root, 'cac:PayeeParty')
  const found: EPayee = {
    name: reading.text(payee, 'cac:PartyName/cbc:Name'),
    identifier: readIdentifiers(reading, payee)[0] ?? null,
    legalId: reading.identifier(payee, 'cac:PartyLegalEntity/cbc:CompanyID'),
    sepaCreditorId: readCreditorId(reading, payee),
  }
  return allNull(found) ? null : found
}

/** BG-11. */
export function readTaxRepresentative(reading: UblReading, root: XmlElement): ETaxRepresentative | null {
  const representative = reading.one(root, 'cac:TaxRepresentativeParty')
  const found: ETaxRepresentative = {
    name: reading.text(representative, 'cac:PartyName/cbc:Name'),
    vatId: readVatId(reading, representative),
    address: readAddress(reading, representative, 'cac:PostalAddress'),
  }
  return allNull(found) ? null : found
}
