import { OTHER_TAX_SCHEME } from '../codes.ts'
import type { EAddress, EContact, EParty, EPayee, ETaxRepresentative, Identifier } from '../einvoice-party.ts'
import { group, identifier, leaf } from './xml-text.ts'

/** BG-4. */
export function writeSeller(seller: EParty): string {
  return group('cac:AccountingSupplierParty', group('cac:Party', writeParty(seller)))
}

/** BG-7. */
export function writeBuyer(buyer: EParty): string {
  return group('cac:AccountingCustomerParty', group('cac:Party', writeParty(buyer)))
}

function writeParty(party: EParty): string {
  return (
    identifier('cbc:EndpointID', party.electronicAddress) +
    party.identifiers.map(writeIdentification).join('') +
    writeCreditorId(party.sepaCreditorId) +
    group('cac:PartyName', leaf('cbc:Name', party.tradingName)) +
    writeAddress('cac:PostalAddress', party.address) +
    writeTaxScheme(party.vatId, 'VAT') +
    writeTaxScheme(party.taxRegistration?.id ?? null, party.taxRegistration?.schemeId ?? OTHER_TAX_SCHEME) +
    group(
      'cac:PartyLegalEntity',
      leaf('cbc:RegistrationName', party.name) +
        identifier('cbc:CompanyID', party.legalId) +
        leaf('cbc:CompanyLegalForm', party.legalInfo),
    ) +
    writeContact(party.contact)
  )
}

function writeIdentification(given: Identifier): string {
  return group('cac:PartyIdentification', identifier('cbc:ID', given))
}

/** BT-90. */
function writeCreditorId(id: string | null): string {
  return id === null ? '' : writeIdentification({ id, schemeId: 'SEPA' })
}

/** BG-5, BG-8, BG-12, BG-15. */
export function writeAddress(name: string, address: EAddress | null): string {
  if (address === null) return ''
  return group(
    name,
    leaf('cbc:StreetName', address.line1) +
      leaf('cbc:AdditionalStreetName', address.line2) +
      leaf('cbc:CityName', address.city) +
      leaf('cbc:PostalZone', address.postCode) +
      leaf('cbc:CountrySubentity', address.county) +
      group('cac:AddressLine', leaf('cbc:Line', address.line3)) +
      group('cac:Country', leaf('cbc:IdentificationCode', address.country)),
  )
}

/** BT-31, BT-48, BT-63 under `VAT`, BT-32 under any other. Without a number the group has to go (UBL-SR-53). */
function writeTaxScheme(companyId: string | null, schemeId: string): string {
  if (companyId === null) return ''
  return group(
    'cac:PartyTaxScheme',
    leaf('cbc:CompanyID', companyId) + group('cac:TaxScheme', leaf('cbc:ID', schemeId)),
  )
}

function writeContact(contact: EContact | null): string {
  if (contact === null) return ''
  return group(
    'cac:Contact',
    leaf('cbc:Name', contact.name) + leaf('cbc:Telephone', contact.phone) + leaf('cbc:ElectronicMail', contact.email),
  )
}

/** BG-10. */
export function writePayee(payee: EPayee | null): string {
  if (payee === null) return ''
  return group(
    'cac:PayeeParty',
    (payee.identifier === null ? '' : writeIdentification(payee.identifier)) +
      writeCreditorId(payee.sepaCreditorId) +
      group('cac:PartyName', leaf('cbc:Name', payee.name)) +
      group('cac:PartyLegalEntity', identifier('cbc:CompanyID', payee.legalId)),
  )
}

/** BG-11. */
export function writeTaxRepresentative(representative: ETaxRepresentative | null): string {
  if (representative === null) return ''
  return group(
    'cac:TaxRepresentativeParty',
    group('cac:PartyName', leaf('cbc:Name', representative.name)) +
      writeAddress('cac:PostalAddress', representative.address) +
      writeTaxScheme(representative.vatId, 'VAT'),
  )
}
