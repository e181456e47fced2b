import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberParts, numberTerm, numberText } from './number-parts.ts'

test.each([
  ['FAC-2026-00123', 'fac-2026-00123 2026-00123 00123 123'],
  ['FAC 00012', 'fac_00012 00012 12'],
  ['F0012', 'f0012 0012 12'],
  ['Ș/2026.7/A', 's/2026.7/a 2026.7/a 7/a a'],
  ['--007', '007 7'],
  ['A--1', 'a--1 1'],
  ['000', '000 0'],
  ['1', '1'],
  ['', ''],
])('%j is found by the beginning of %s', (number, parts) => {
  const texts = numberParts(number).map(({ text }) => text.replaceAll(' ', '_'))
  expect(texts.join(' ')).toBe(parts)
})

test('a separator in front of a term says nothing', () => {
  expect(['-00123', '/7', '-', 'a-1'].map(numberTerm)).toEqual(['00123', '7', '', 'a-1'])
})

const number = fc.string({ unit: fc.constantFrom(...'aAș019-/._ '), maxLength: 14 })

test('each number that a term finds is counted by exactly one of its parts, and found in its text', () => {
  fc.assert(
    fc.property(
      number,
      fc.string({ unit: fc.constantFrom(...'as019-/.'), minLength: 1, maxLength: 5 }),
      (text, term) => {
        const found = numberParts(text).filter((part) => part.text.startsWith(term))
        const counting = found.filter((part) => part.shared < term.length)
        expect(counting).toHaveLength(found.length === 0 ? 0 : 1)
        expect(numberText(text).includes(`\n${term}`)).toBe(found.length > 0)
      },
    ),
  )
})
