import type { EDelivery } from '../einvoice.ts'
import { writeAddress } from './write-party.ts'
import { group, identifier, leaf } from './xml-text.ts'

/** BG-13, BG-15. */
export function writeDelivery(delivery: EDelivery | null): string {
  if (delivery === null) return ''
  const location = identifier('cbc:ID', delivery.location) + writeAddress('cac:Address', delivery.address)
  return group(
    'cac:Delivery',
    leaf('cbc:ActualDeliveryDate', delivery.date) +
      group('cac:DeliveryLocation', location) +
      group('cac:DeliveryParty', group('cac:PartyName', leaf('cbc:Name', delivery.partyName))),
  )
}
