import type { Classification, EInvoice, EItem, ELine, EPeriod, EPrice } from '../einvoice.ts'
import type { XmlElement } from '../xml-tree.ts'
import { allNull } from './all-null.ts'
import { readLineAllowances, readVatOf } from './read-amounts.ts'
import { readLineObject } from './read-references.ts'
import { attributeOf, contentOf, type UblReading } from './ubl-reading.ts'

/** BG-25. */
export function readLine(reading: UblReading, line: XmlElement, syntax: EInvoice['syntax']): ELine {
  const quantityName = syntax === 'Invoice' ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity'
  const quantity = reading.one(line, quantityName)
  return {
    id: reading.text(line, 'cbc:ID'),
    note: reading.text(line, 'cbc:Note'),
    object: readLineObject(reading, line),
    quantity: reading.decimal(line, quantityName),
    unitCode: quantity === undefined ? null : attributeOf(quantity, 'unitCode'),
    netBani: reading.amount(line, 'cbc:LineExtensionAmount'),
    orderLineReference: reading.text(line, 'cac:OrderLineReference/cbc:LineID'),
    accountingReference: reading.text(line, 'cbc:AccountingCost'),
    period: readPeriod(reading, line),
    allowances: readLineAllowances(reading, line, false),
    charges: readLineAllowances(reading, line, true),
    price: readPrice(reading, line),
    vat: readVatOf(reading, reading.one(line, 'cac:Item'), 'cac:ClassifiedTaxCategory'),
    item: readItem(reading, line),
  }
}

/** BG-14, BG-26. */
export function readPeriod(reading: UblReading, parent: XmlElement): EPeriod | null {
  const period = reading.one(parent, 'cac:InvoicePeriod')
  const found = { start: reading.text(period, 'cbc:StartDate'), end: reading.text(period, 'cbc:EndDate') }
  return allNull(found) ? null : found
}

/** BG-29. */
function readPrice(reading: UblReading, line: XmlElement): EPrice {
  const price = reading.one(line, 'cac:Price')
  const base = reading.one(price, 'cbc:BaseQuantity')
  const allowance = reading.one(price, 'cac:AllowanceCharge')
  reading.one(allowance, 'cbc:ChargeIndicator')
  return {
    net: reading.price(price, 'cbc:PriceAmount'),
    discount: reading.price(allowance, 'cbc:Amount'),
    gross: reading.price(allowance, 'cbc:BaseAmount'),
    baseQuantity: reading.decimal(price, 'cbc:BaseQuantity'),
    baseUnitCode: base === undefined ? null : attributeOf(base, 'unitCode'),
  }
}

/** BG-31. */
function readItem(reading: UblReading, line: XmlElement): EItem {
  const item = reading.one(line, 'cac:Item')
  return {
    name: reading.text(item, 'cbc:Name'),
    description: reading.text(item, 'cbc:Description'),
    sellersId: reading.text(item, 'cac:SellersItemIdentification/cbc:ID'),
    buyersId: reading.text(item, 'cac:BuyersItemIdentification/cbc:ID'),
    standardId: reading.identifier(item, 'cac:StandardItemIdentification/cbc:ID'),
    classifications: readClassifications(reading, item),
    originCountry: reading.text(item, 'cac:OriginCountry/cbc:IdentificationCode'),
    attributes: reading.many(item, 'cac:AdditionalItemProperty').map((element) => ({
      name: reading.text(element, 'cbc:Name'),
      value: reading.text(element, 'cbc:Value'),
    })),
  }
}

/** BT-158. */
function readClassifications(reading: UblReading, item: XmlElement | undefined): Classification[] {
  return reading.many(item, 'cac:CommodityClassification').flatMap((element) => {
    const code = reading.one(element, 'cbc:ItemClassificationCode')
    const text = contentOf(code)
    if (code === undefined || text === null) return []
    return [{ code: text, listId: attributeOf(code, 'listID'), listVersionId: attributeOf(code, 'listVersionID') }]
  })
}
