import { negate } from '../../decimal.ts'
import type { InvoiceLine } from '../../invoice-content.ts'
import { DEFAULT_UBL_UNIT } from '../../units.ts'
import { CPV_LIST, NC_LIST } from '../codes.ts'
import type { Classification, EItem, ELine, ItemAttribute } from '../einvoice.ts'
import { buildLineAllowances } from './build-allowances.ts'
import { vatOf } from './build-vat.ts'
import { AS_IT_IS, type Signed } from './signed.ts'
import { type TextLimits, tidy } from './text-limits.ts'
import { unitCodeOf, unknownUnitOf } from './unit-code.ts'

/** BG-25. The price is never negative (BR-27): a storno has negative quantities, a credit note positive ones. */
export function buildLine(line: InvoiceLine, index: number, signed: Signed, limits: TextLimits): ELine {
  return {
    id: String(index + 1),
    note: null,
    object: null,
    quantity: signed === AS_IT_IS ? line.quantity : negate(line.quantity),
    unitCode: unitCodeOf(line.texts) ?? DEFAULT_UBL_UNIT,
    netBani: signed(line.subtotalBani),
    orderLineReference: null,
    accountingReference: null,
    period: null,
    ...buildLineAllowances(line, index, signed, limits),
    price: { net: line.price, discount: null, gross: null, baseQuantity: null, baseUnitCode: null },
    vat: vatOf(line),
    item: buildItem(line, index, limits),
  }
}

/** BG-31. */
function buildItem(line: InvoiceLine, index: number, limits: TextLimits): EItem {
  const { texts } = line
  return {
    name: limits.fit(texts.description, `items.${index}.description`, 'BT-153', 100),
    description: limits.fit(texts.descriptionExtended, `items.${index}.description_extended`, 'BT-154', 200),
    sellersId: tidy(texts.sku),
    buyersId: null,
    standardId: null,
    classifications: [...classification(texts.ublNc, NC_LIST), ...classification(texts.ublCpv, CPV_LIST)],
    originCountry: null,
    attributes: unitAttribute(unknownUnitOf(texts)),
  }
}

/** BT-158. */
function classification(given: string | null, listId: string): Classification[] {
  const code = tidy(given)
  return code === null ? [] : [{ code, listId, listVersionId: null }]
}

/** A unit without a code of its own is sent as pieces, so its name is kept beside (BG-32). */
function unitAttribute(value: string | null): ItemAttribute[] {
  return value === null ? [] : [{ name: 'Unitate de măsură', value }]
}
