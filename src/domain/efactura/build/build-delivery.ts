import { EU_VAT_PREFIXES } from '../../fiscal-code.ts'
import type { Invoice } from '../../invoice.ts'
import type { EAddress, EDelivery } from '../einvoice.ts'

/**
 * BG-13. An intra-Community supply must say when and into which country the goods went (BR-IC-11, BR-IC-12): on the
 * day the delegate took them, else on the day of the invoice, to the buyer. Other invoices say when, if they know.
 */
export function buildDelivery(invoice: Invoice, buyerAddress: EAddress | null): EDelivery | null {
  const { delegate, withDelegate } = invoice.texts
  const takenOn = withDelegate ? (delegate?.date ?? null) : null
  const isIntraCommunity = invoice.lines.some((line) => line.vatCategory === 'K')
  if (!isIntraCommunity && takenOn === null) return null
  const address = isIntraCommunity ? destination(invoice, buyerAddress) : null
  return { partyName: null, location: null, date: takenOn ?? invoice.date, address }
}

/** A buyer with an address in Romania and a VAT number of elsewhere took the goods to that country. */
function destination({ buyer }: Invoice, buyerAddress: EAddress | null): EAddress {
  if (buyer.country !== 'RO' && buyerAddress !== null) {
    // Most countries have no counties, and BR-RO-211 asks for one wherever goods are delivered.
    return { ...buyerAddress, county: buyerAddress.county ?? buyerAddress.city }
  }
  const prefix = buyer.cuiPrefix !== null && EU_VAT_PREFIXES.has(buyer.cuiPrefix) ? buyer.cuiPrefix : null
  const country = prefix === 'RO' ? null : prefix === 'EL' ? 'GR' : prefix === 'XI' ? 'GB' : prefix
  return { line1: null, line2: null, line3: null, city: null, postCode: null, county: null, country }
}
