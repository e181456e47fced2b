import type { Invoice } from '../../invoice.ts'
import { ON_PAYMENT, TYPE_CODES, type TypeCode } from '../codes.ts'
import type { ENote } from '../einvoice.ts'
import { inPieces, lengthOf, shortened, type TextLimits, tidy } from './text-limits.ts'

/** BT-22, and how many of them (BR-RO-A020). */
const MAX_NOTE = 300
const MAX_NOTES = 20

/** What the law wants said in words and has no other place (Cod fiscal art. 319 (20) n, o). */
const CASH_VAT = 'TVA la încasare'
const SELF_BILLED = 'Autofactură'

/** BG-1: mentions, observations, notes. A text longer than a note goes on in the next. */
export function buildNotes(invoice: Invoice, typeCode: TypeCode, limits: TextLimits): ENote[] {
  const mentions = [
    ...(isVatOnPayment(invoice) ? [CASH_VAT] : []),
    ...(typeCode === TYPE_CODES.selfBilled ? [SELF_BILLED] : []),
  ]
  const observations = pieces(invoice.texts.observations)
  const notes = pieces(invoice.texts.notes)
  const all = [...mentions, ...observations, ...notes]
  if (all.length > MAX_NOTES) reportTooMany(all.length - MAX_NOTES, { observations, notes }, limits)
  return all.map((text) => ({ subjectCode: null, text: withoutSubject(text) }))
}

/**
 * Three characters between the first two number signs of a note are read as the code of its subject and looked up in
 * a list (BR-CL-08), though somebody may have written "#12A#" of their own. The wide sign looks the same.
 */
function withoutSubject(text: string): string {
  let plain = text
  for (let subject = subjectIn(plain); subject !== undefined; subject = subjectIn(plain))
    plain = plain.replace('#', '＃')
  return plain
}

function subjectIn(text: string): string | undefined {
  const between = /#([^#]*)#/.exec(text)?.[1]
  const isRead = between?.length === 3 || between?.replace(/\s+/g, ' ').length === 3
  return isRead ? between : undefined
}

/** In one piece a text keeps its line ends; in several it does not. */
function pieces(text: string | null): string[] {
  const tidied = tidy(text)
  if (tidied === null) return []
  return lengthOf(tidied) <= MAX_NOTE ? [tidied] : inPieces(tidied, MAX_NOTE)
}

/** The longer of the two texts has to give way. */
function reportTooMany(
  surplus: number,
  texts: Readonly<Record<'observations' | 'notes', readonly string[]>>,
  limits: TextLimits,
): void {
  const path = texts.observations.length >= texts.notes.length ? 'observations' : 'notes'
  const all = texts[path].join(' ')
  const kept = texts[path].slice(0, Math.max(1, texts[path].length - surplus)).join(' ')
  const max = lengthOf(kept)
  limits.findings.push({ path, term: 'BT-22', max, length: lengthOf(all), suggested: shortened(all, max) })
}

/** BT-8: VAT falls due on payment, for the taxed lines of a seller in that system (Cod fiscal art. 282 (3)). */
export function taxPointCodeOf(invoice: Invoice): string | null {
  return isVatOnPayment(invoice) ? ON_PAYMENT : null
}

function isVatOnPayment({ texts, lines }: Invoice): boolean {
  return texts.hasCashVat && lines.some((line) => line.vatCategory === 'S')
}
