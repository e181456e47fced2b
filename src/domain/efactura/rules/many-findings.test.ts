import { expect, test } from 'vitest'
import { INVOICE } from '../../../../test/simulator/anaf.ts'
import { parseXml } from '../../xml/parse-xml.ts'
import { countFindings } from './finding.ts'
import { MORE_FINDINGS, MOST_FINDINGS, validateUbl } from './validate-ubl.ts'

/** Elements that no rule knows in this place: errors; empty lines of an address in a party: warnings. */
const invoice = (more: string) => parseXml(INVOICE.replace('</Invoice>', `${more}</Invoice>`))
const STRANGE = '<cbc:Strange xmlns:cbc="urn:x">1</cbc:Strange>'

test('a list is whole up to its limit', () => {
  const few = validateUbl(invoice(STRANGE.repeat(3)))
  expect(few.map(({ ruleId }) => ruleId)).not.toContain(MORE_FINDINGS)
  expect(countFindings(few).fatal).toBe(few.filter(({ severity }) => severity === 'fatal').length)
})

test('a list that is cut says so, and counts what it leaves out', () => {
  const lines = (INVOICE.match(/<cac:InvoiceLine>[\s\S]*?<\/cac:InvoiceLine>/g) ?? []).join('')
  expect(lines).not.toBe('')
  const many = validateUbl(invoice(lines.replaceAll('<cbc:ID>1</cbc:ID>', '').repeat(1_000)))
  expect(many).toHaveLength(MOST_FINDINGS + 1)
  const last = many.at(-1)
  expect(last).toMatchObject({ ruleId: MORE_FINDINGS, severity: 'fatal', term: '' })
  expect(last?.messageEn).toContain(`${last?.leftOut?.fatal} more errors`)
  const count = countFindings(many)
  expect(count.fatal).toBeGreaterThan(1_000)
  expect(count.fatal + count.warning).toBe(200 + (last?.leftOut?.fatal ?? 0) + (last?.leftOut?.warning ?? 0))
})

test('many warnings hide no error', () => {
  const empty = '<cbc:Description></cbc:Description>'.repeat(300)
  const findings = validateUbl(parseXml(INVOICE.replace('<cac:Item>', `<cac:Item>${empty}`)))
  const fatal = findings.filter(({ severity }) => severity === 'fatal')
  expect(fatal.map(({ ruleId }) => ruleId)).toEqual(['UBL-SR-50'])
  expect(countFindings(findings)).toEqual({ fatal: 1, warning: 300 })
  expect(findings).toHaveLength(MOST_FINDINGS + 1)
  const leftOut = { fatal: 0, warning: 300 - (MOST_FINDINGS - 1) }
  expect(findings.at(-1)).toMatchObject({ ruleId: MORE_FINDINGS, severity: 'warning', leftOut })
  // The error comes after more warnings than are told.
  expect(findings.findIndex(({ severity }) => severity === 'fatal')).toBeGreaterThan(MOST_FINDINGS - 3)
})
