import { describe, expect, test } from 'vitest'
import type { Case } from '../../../../test/efactura/case.ts'
import { CODE_CASES } from '../../../../test/efactura/cases-codes.ts'
import { DOCUMENT_CASES } from '../../../../test/efactura/cases-document.ts'
import {
  ARITHMETIC_CASES,
  CONSISTENCY_CASES,
  IDENTIFIER_CASES,
  STRUCTURE_CASES,
} from '../../../../test/efactura/cases-own.ts'
import { LENGTH_CASES, longestTexts, RO_CASES } from '../../../../test/efactura/cases-ro.ts'
import { ATTRIBUTE_CASES, SYNTAX_CASES } from '../../../../test/efactura/cases-syntax.ts'
import { DECIMAL_CASES, TOTAL_CASES, VAT_CASES } from '../../../../test/efactura/cases-totals.ts'
import { UNUSED_CASES } from '../../../../test/efactura/cases-unused.ts'
import { RICH_INVOICE } from '../../../../test/efactura/rich-sample.ts'
import { Draft, toXml } from '../../../../test/efactura/ubl-mutate.ts'
import { SAMPLES } from '../../../../test/efactura/ubl-samples.ts'
import { parseXml } from '../../../domain/xml/parse-xml.ts'
import { RULES } from './all-rules.ts'
import { validateUbl } from './validate-ubl.ts'

const FAMILIES: Readonly<Record<string, readonly Case[]>> = {
  'BR, the document': DOCUMENT_CASES,
  'BR, the totals': TOTAL_CASES,
  'BR, the VAT categories': VAT_CASES,
  'BR-DEC': DECIMAL_CASES,
  'BR-CL': CODE_CASES,
  'BR-RO': RO_CASES,
  'BR-RO-L': LENGTH_CASES,
  'UBL-SR': SYNTAX_CASES,
  'UBL-DT': ATTRIBUTE_CASES,
  'UBL-CR': UNUSED_CASES,
  'FCT-A': ARITHMETIC_CASES,
  'FCT-I': IDENTIFIER_CASES,
  'FCT-C': CONSISTENCY_CASES,
  'FCT-X': STRUCTURE_CASES,
}
const ALL_CASES = Object.values(FAMILIES).flat()

function xmlOf(base: Case['base']): string {
  return base === 'rich' ? RICH_INVOICE : SAMPLES[base]
}

function sorted(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}

describe('a clean document has no findings', () => {
  test.each(Object.entries({ ...SAMPLES, 'with everything': RICH_INVOICE }))('%s', (_name, xml) => {
    expect(validateUbl(parseXml(xml))).toEqual([])
  })

  test('texts as long as they may be', () => {
    expect(validateUbl(longestTexts(new Draft(RICH_INVOICE)).root)).toEqual([])
  })

  test('other prefixes, Windows line ends and indentation', () => {
    const other = RICH_INVOICE.replace(/cbc:/g, 'b:')
      .replace(/:cbc=/, ':b=')
      .replace(/>\s*<cac/g, '>\r\n    <cac')
    expect(validateUbl(parseXml(other))).toEqual([])
  })
})

describe.each(Object.entries(FAMILIES))('one fault, and what finds it: %s', (_family, cases) => {
  test.each(cases.map((each) => [each.rule, each] as const))('%s', (rule, { spoil, also, base }) => {
    const { root } = spoil(new Draft(xmlOf(base)))
    const findings = validateUbl(root)
    expect(sorted(findings.map((finding) => finding.ruleId))).toEqual(sorted([rule, ...also]))
    for (const { messageRo, messageEn } of findings) {
      expect(`${messageRo} ${messageEn}`).not.toMatch(/\{\w+\}|undefined|null|NaN/)
    }
    // It survives the way through XML, so other validators can be shown what ours was.
    expect(toXml(parseXml(toXml(root))) === toXml(root)).toBe(true)
  })
})

describe('the rules', () => {
  test('each has an id of its own and a case', () => {
    const ids = RULES.map((rule) => rule.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(sorted(ALL_CASES.map((each) => each.rule))).toEqual(sorted(ids))
  })

  test('each speaks both languages', () => {
    for (const { id, sentences } of RULES) {
      expect(sentences[0], id).not.toBe(sentences[1])
      for (const sentence of sentences) expect(sentence, id).toMatch(/\S.*[.]$/)
    }
  })

  test('those of ANAF and of Europe are all here', () => {
    const count = (prefix: RegExp) => RULES.filter((rule) => prefix.test(rule.id)).length
    expect({
      'BR-RO': count(/^BR-(RO|DEC-RO)-/),
      BR: count(/^BR-\d/),
      'BR-CO': count(/^BR-CO-/),
      'BR by category': count(/^BR-(S|Z|E|AE|IC|G|O|IG|IP|B)-/),
      'BR-CL': count(/^BR-CL-/),
      'BR-DEC': count(/^BR-DEC-\d/),
      'UBL-SR': count(/^UBL-SR-/),
      'UBL-DT': count(/^UBL-DT-/),
      'UBL-CR': count(/^UBL-CR-/),
      FCT: count(/^FCT-/),
    }).toMatchInlineSnapshot(`
      {
        "BR": 60,
        "BR by category": 98,
        "BR-CL": 23,
        "BR-CO": 20,
        "BR-DEC": 21,
        "BR-RO": 121,
        "FCT": 51,
        "UBL-CR": 679,
        "UBL-DT": 24,
        "UBL-SR": 51,
      }
    `)
  })
})
