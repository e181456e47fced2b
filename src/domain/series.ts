import { yearOf } from './dates.ts'
import type { Problem } from './problem.ts'

export type DocumentType = 'fiscal' | 'proforma'

/** How a series numbers its documents (OMFP 2634/2015: consecutive, in one or more series). */
export interface Numbering {
  readonly name: string
  /** `{NAME}`, `{year}` and `{number}` are replaced; the rest is printed as it is. */
  readonly format: string
  /** Digits that the number is padded to with zeros. */
  readonly padding: number
  readonly startNumber: number
  readonly resetsYearly: boolean
}

/** What a caller may say of a series. Absent means unchanged. */
export interface SeriesChanges {
  readonly name: string | undefined
  readonly documentType: DocumentType | undefined
  /** Null asks for the default. */
  readonly format: string | null | undefined
  readonly padding: number | undefined
  readonly startNumber: number | undefined
  readonly nextNumber: number | undefined
  readonly resetsYearly: boolean | undefined
  readonly description: string | null | undefined
  readonly isPrimary: boolean | undefined
  readonly isActive: boolean | undefined
  /** Where the caller wrote a field, for the paths of problems. */
  readonly pathOf: (field: string) => string
}

export const DEFAULT_FORMAT = '{NAME}-{year}-{number}'
export const DEFAULT_PADDING = 5

/** The printed number, for example `CTZ-2024-00123` (contract 4.2). The year is that of the document's date. */
export function printedNumber(numbering: Numbering, number: number, date: string): string {
  const parts: Readonly<Record<string, string>> = {
    '{NAME}': numbering.name,
    '{year}': String(yearOf(date)),
    '{number}': String(number).padStart(numbering.padding, '0'),
  }
  // In one pass: what stands in a name is printed as it is, `$&` and `{number}` included.
  return numbering.format.replace(/\{(?:NAME|year|number)\}/g, (placeholder) => parts[placeholder] ?? placeholder)
}

/** Numbers count within a period: the year when the series restarts yearly, else 0 for all time. */
export function periodOf(numbering: Pick<Numbering, 'resetsYearly'>, date: string): number {
  return numbering.resetsYearly ? yearOf(date) : 0
}

/** What is the same in every number of a series. Two series in which it is equal would print equal numbers. */
export function printedPattern(numbering: Pick<Numbering, 'name' | 'format'>): string {
  return numbering.format.replaceAll('{NAME}', () => numbering.name)
}

/** BR-RO-010 wants a digit in the number, so `{number}` is compulsory; a yearly restart must show in the number. */
export function checkNumbering(numbering: Numbering): Problem[] {
  const problems: Problem[] = []
  if (numbering.format.split('{number}').length !== 2)
    problems.push({ path: 'format', code: 'format_without_number', params: { number: '{number}' } })
  if (numbering.resetsYearly && !numbering.format.includes('{year}')) {
    problems.push({ path: 'format', code: 'format_without_year', params: { year: '{year}' } })
  }
  return problems
}
