import { INVOICED_OBJECT } from '../codes.ts'
import type { Classification, EInvoice, EItem, ELine, EPrice, Identifier, ItemAttribute, VatOf } from '../einvoice.ts'
import { writeAllowance, writeVatCategory } from './write-allowance.ts'
import { writePeriod } from './write-header.ts'
import { amount, attribute, group, identifier, leaf, priceAmount, quantity } from './xml-text.ts'

/** BG-25. */
export function writeLine(line: ELine, syntax: EInvoice['syntax'], currency: string | null): string {
  const quantityName = syntax === 'Invoice' ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity'
  return group(
    `cac:${syntax}Line`,
    leaf('cbc:ID', line.id) +
      leaf('cbc:Note', line.note) +
      quantity(quantityName, line.quantity, line.unitCode) +
      amount('cbc:LineExtensionAmount', line.netBani, currency) +
      leaf('cbc:AccountingCost', line.accountingReference) +
      writePeriod(line.period) +
      group('cac:OrderLineReference', leaf('cbc:LineID', line.orderLineReference)) +
      writeObject(line.object) +
      line.allowances.map((given) => writeAllowance(given, false, currency)).join('') +
      line.charges.map((given) => writeAllowance(given, true, currency)).join('') +
      writeItem(line.item, line.vat) +
      writePrice(line.price, currency),
  )
}

/** BT-128. */
function writeObject(object: Identifier | null): string {
  if (object === null) return ''
  return group('cac:DocumentReference', identifier('cbc:ID', object) + leaf('cbc:DocumentTypeCode', INVOICED_OBJECT))
}

/** BG-31, with the VAT of the line (BG-30). */
function writeItem(item: EItem, vat: VatOf | null): string {
  return group(
    'cac:Item',
    leaf('cbc:Description', item.description) +
      leaf('cbc:Name', item.name) +
      group('cac:BuyersItemIdentification', leaf('cbc:ID', item.buyersId)) +
      group('cac:SellersItemIdentification', leaf('cbc:ID', item.sellersId)) +
      group('cac:StandardItemIdentification', identifier('cbc:ID', item.standardId)) +
      group('cac:OriginCountry', leaf('cbc:IdentificationCode', item.originCountry)) +
      item.classifications.map(writeClassification).join('') +
      writeVatCategory('cac:ClassifiedTaxCategory', vat) +
      item.attributes.map(writeAttribute).join(''),
  )
}

/** BT-158. */
function writeClassification({ code, listId, listVersionId }: Classification): string {
  const attributes = attribute('listID', listId) + attribute('listVersionID', listVersionId)
  return group('cac:CommodityClassification', leaf('cbc:ItemClassificationCode', code, attributes))
}

/** BG-32. */
function writeAttribute({ name, value }: ItemAttribute): string {
  return group('cac:AdditionalItemProperty', leaf('cbc:Name', name) + leaf('cbc:Value', value))
}

/** BG-29. The discount and the price before it are an allowance of the price. */
function writePrice(price: EPrice, currency: string | null): string {
  const discount =
    priceAmount('cbc:Amount', price.discount, currency) + priceAmount('cbc:BaseAmount', price.gross, currency)
  return group(
    'cac:Price',
    priceAmount('cbc:PriceAmount', price.net, currency) +
      quantity('cbc:BaseQuantity', price.baseQuantity, price.baseUnitCode) +
      (discount === '' ? '' : group('cac:AllowanceCharge', leaf('cbc:ChargeIndicator', 'false') + discount)),
  )
}
