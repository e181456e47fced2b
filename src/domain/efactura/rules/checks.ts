/** The ways to check that most rules share, so that the files of rules read like tables. */
import { attribute, child, children, isNamed, type XmlElement } from '../xml-tree.ts'
import type { Check, Detail } from './rule.ts'
import type { UblDocument } from './ubl-document.ts'
import { valueAt, valueIn } from './values.ts'

/** The elements that a rule is about. */
export type Where = (invoice: UblDocument) => readonly XmlElement[]

export const document: Where = (invoice) => [invoice.root]
export const lines: Where = (invoice) => invoice.lines
export const allowances: Where = (invoice) => invoice.allowances
export const charges: Where = (invoice) => invoice.charges
export const lineAllowances: Where = (invoice) => invoice.lineAllowances
export const lineCharges: Where = (invoice) => invoice.lineCharges

/** Elements along a path from the root. */
export function along(path: string): Where {
  return (invoice) => invoice.along(path)
}

/** Elements of a name wherever they are. */
export function anywhere(name: string): Where {
  return (invoice) => invoice.named(name)
}

/** Elements along a path below others. */
export function below(where: Where, path: string): Where {
  return (invoice) => where(invoice).flatMap((element) => children(element, path))
}

export function either(...all: readonly Where[]): Where {
  return (invoice) => all.flatMap((where) => where(invoice))
}

/** Wherever `holds` says no. */
export function each(
  where: Where,
  holds: (element: XmlElement, invoice: UblDocument) => boolean,
  detail?: Detail | ((element: XmlElement) => Detail),
): Check {
  return (invoice, report) => {
    for (const element of where(invoice)) {
      if (!holds(element, invoice)) report(element, typeof detail === 'function' ? detail(element) : detail)
    }
  }
}

/** An element along the path must be there and not be empty. */
export function filled(where: Where, path: string): Check {
  return each(where, (element) => children(element, path).some((found) => valueIn(found) !== ''), { child: path })
}

/** An element along one of the paths must be there, empty or not. */
export function present(where: Where, path: string, ...others: readonly string[]): Check {
  const paths = [path, ...others]
  return each(where, (element) => paths.some((each) => child(element, each) !== undefined), { child: path })
}

export function hasAttribute(where: Where, name: string): Check {
  return each(where, (element) => attribute(element, name) !== null, { attribute: name })
}

/** At most `max` elements along a path, of those that `counts` says count. */
export function atMost(max: number, where: Where, path: string, counts?: (found: XmlElement) => boolean): Check {
  return (invoice, report) => {
    for (const element of where(invoice)) {
      const all = children(element, path)
      const found = counts === undefined ? all : all.filter(counts)
      const first = found[max]
      if (first !== undefined) report(first, { values: { count: found.length, max } })
    }
  }
}

/** Values, white space collapsed, no longer than `max` characters (XPath counts code points). */
export function noLongerThan(max: number, where: Where): Check {
  return each(
    where,
    (element) => {
      const value = valueIn(element)
      return value.length <= max || [...value].length <= max
    },
    (element) => ({ values: { max, length: [...valueIn(element)].length } }),
  )
}

/** White space counts: as published, `1.50 ` has three decimals. */
export function atMostTwoDecimals(where: Where): Check {
  return each(where, ({ text }) => {
    const point = text.indexOf('.')
    return point < 0 || text.length - point <= 3
  })
}

/** Values that are in a list of codes. */
export function coded(where: Where, list: ReadonlySet<string>): Check {
  return each(
    where,
    (element) => list.has(valueIn(element)),
    (element) => ({ values: { value: valueIn(element) } }),
  )
}

/** Attributes, where they are given, that are in a list of codes. */
export function codedAttribute(where: Where, name: string, list: ReadonlySet<string>): Check {
  return (invoice, report) => {
    for (const element of where(invoice)) {
      const value = attribute(element, name)
      if (value !== null && !list.has(value.trim())) report(element, { attribute: name, values: { value } })
    }
  }
}

/** Whether a PartyTaxScheme or a tax category is of VAT. */
export function isOfVat(element: XmlElement): boolean {
  return children(element, 'cac:TaxScheme/cbc:ID').some((id) => valueIn(id).toUpperCase() === 'VAT')
}

/** Whether any of some PartyTaxSchemes of VAT has a number. */
export function hasVatId(schemes: readonly XmlElement[]): boolean {
  return schemes.some((scheme) => isOfVat(scheme) && child(scheme, 'cbc:CompanyID') !== undefined)
}

export { attribute, child, children, isNamed, valueAt, valueIn }
