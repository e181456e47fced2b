import { describe, expect, test } from 'vitest'
import { decimal } from '../../decimal.ts'
import { bani } from '../../money.ts'
import { amount, attribute, escapeXml, group, identifier, leaf, priceAmount, quantity } from './xml-text.ts'

describe('escapeXml', () => {
  test.each([
    ['plain text', 'Țuică 100%', 'Țuică 100%'],
    ['the five that mean something', `a & b < c > d "e" 'f'`, `a &amp; b &lt; c &gt; d &quot;e&quot; 'f'`],
    ['the end of CDATA', ']]>', ']]&gt;'],
    ['something escaped before', '&amp;', '&amp;amp;'],
    ['line ends and tabs', 'a\nb\tc\r\nd', 'a\nb\tc&#13;\nd'],
    ['control characters, which XML cannot say', 'a\u0000b\u0008c\u001fd', 'abcd'],
    ['half a character', 'a\ud800b\udc00', 'ab'],
    ['what is no character', 'a\ufffe\uffff', 'a'],
    ['whole characters above the first plane', 'a😀b & 🧾', 'a😀b &amp; 🧾'],
  ])('%s', (_what, text, escaped) => {
    expect(escapeXml(text)).toBe(escaped)
  })
})

test('what is absent leaves no element', () => {
  expect(leaf('cbc:ID', null)).toBe('')
  expect(leaf('cbc:ID', '')).toBe('')
  expect(group('cac:Party', leaf('cbc:ID', null))).toBe('')
  expect(attribute('schemeID', null)).toBe('')
  expect(identifier('cbc:ID', null)).toBe('')
  expect(amount('cbc:Amount', null, 'RON')).toBe('')
})

test('values are written the one way', () => {
  expect(leaf('cbc:ID', '<1>')).toBe('<cbc:ID>&lt;1&gt;</cbc:ID>\n')
  expect(group('cac:Party', leaf('cbc:ID', '1'))).toBe('<cac:Party>\n<cbc:ID>1</cbc:ID>\n</cac:Party>\n')
  expect(attribute('filename', 'a "b"\n\tc')).toBe(' filename="a &quot;b&quot;&#10;&#9;c"')
  expect(identifier('cbc:ID', { id: '1', schemeId: '0088' })).toBe('<cbc:ID schemeID="0088">1</cbc:ID>\n')
  expect(amount('cbc:Amount', bani(-5), 'RON')).toBe('<cbc:Amount currencyID="RON">-0.05</cbc:Amount>\n')
  expect(priceAmount('cbc:A', decimal('0.12345678'), 'EUR')).toBe('<cbc:A currencyID="EUR">0.12345678</cbc:A>\n')
  expect(quantity('cbc:Q', decimal('-1.50'), 'H87')).toBe('<cbc:Q unitCode="H87">-1.5</cbc:Q>\n')
})
