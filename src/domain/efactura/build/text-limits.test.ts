import { describe, expect, test } from 'vitest'
import { inPieces, lengthOf, sharedOut, shortened, TextLimits, tidy } from './text-limits.ts'

test.each([
  [null, null],
  ['', null],
  [' \n ', null],
  [' a  b ', 'a  b'],
  ['a\r\nb\rc', 'a\nb\nc'],
  ['a\u0000b\ud800', 'ab'],
])('tidy(%j) is %j', (text, tidied) => {
  expect(tidy(text)).toBe(tidied)
})

test.each([
  ['', 0],
  [' a \n b ', 3],
  ['ță', 2],
  ['a\u00a0\u00a0b', 4],
  ['😀😀', 2],
])('lengthOf(%j) is %i', (text, length) => {
  expect(lengthOf(text)).toBe(length)
})

describe('shortened', () => {
  test.each([
    ['what fits, collapsed', ' a  b ', 3, 'a b'],
    ['up to a word', 'unu doi trei', 9, 'unu doi…'],
    ['within a long word', 'abcdefghij', 5, 'abcd…'],
    ['no-break spaces as ordinary ones', 'unu\u00a0\u00a0doi', 7, 'unu doi'],
    ['whole characters', '😀😀😀😀', 3, '😀😀…'],
  ])('%s', (_what, text, max, expected) => {
    expect(shortened(text, max)).toBe(expected)
    expect(lengthOf(expected)).toBeLessThanOrEqual(max)
  })
})

test.each([
  ['one field is enough', 'unu doi', [10, 5], ['unu doi']],
  ['the second goes on', 'unu doi trei', [8, 5], ['unu doi', 'trei']],
  ['the last takes the rest, however long', 'unu doi trei patru', [8, 5], ['unu doi', 'trei patru']],
  ['a word longer than a field is divided', 'abcdefghij k', [4, 4, 9], ['abcd', 'efgh', 'ij k']],
  ['nothing', '  ', [4], []],
])('sharedOut: %s', (_what, text, maxima, pieces) => {
  expect(sharedOut(text, maxima)).toEqual(pieces)
})

test('inPieces takes as many as it needs', () => {
  expect(inPieces('unu doi trei patru', 8)).toEqual(['unu doi', 'trei', 'patru'])
  expect(inPieces('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
})

test('a text too long is kept in full and reported with one that fits', () => {
  const limits = new TextLimits()
  expect(limits.fit(' unu doi trei ', 'items.0.description', 'BT-153', 8)).toBe('unu doi trei')
  expect(limits.fit('unu', 'client_data.name', 'BT-44', 3)).toBe('unu')
  expect(limits.fit('a     b', 'client_data.city', 'BT-52', 3)).toBe('a     b')
  expect(limits.fit('😀😀', 'client_data.city', 'BT-52', 2)).toBe('😀😀')
  expect(limits.fit(null, 'client_data.city', 'BT-52', 2)).toBe(null)
  expect(limits.findings).toEqual([
    { path: 'items.0.description', term: 'BT-153', max: 8, length: 12, suggested: 'unu doi…' },
  ])
})
