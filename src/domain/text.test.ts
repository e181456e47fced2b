import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, hasControlCharacters, isEmail, naturalSortKey } from './text.ts'

describe('fold', () => {
  test.each([
    ['București with comma below', 'București', 'bucuresti'],
    ['Bucureşti with cedilla', 'BUCUREŞTI', 'bucuresti'],
    ['București in decomposed form', 'Bucures\u0326ti', 'bucuresti'],
    ['Constanța in both spellings', 'Constanța Constanţa', 'constanta constanta'],
    ['every Romanian letter', 'ĂÂÎȘȚăâîșț', 'aaistaaist'],
    ['German', 'Größe ÄÖÜ STRAẞE', 'grosse aou strasse'],
    ['French', "Cœur d’Ève à l'Œuvre", "coeur d'eve a l'oeuvre"],
    ['Hungarian', 'Győr Hűség', 'gyor huseg'],
    ['Polish', 'Łódź ŻÓŁĆ', 'lodz zolc'],
    ['Danish and Icelandic', 'Ærø Þór Đorđe', 'aero thor dorde'],
    ['Czech', 'Příliš žluťoučký', 'prilis zlutoucky'],
    ['Turkish', 'İSTANBUL Iğdır', 'istanbul igdir'],
    ['Vietnamese', 'Việt Nam', 'viet nam'],
    ['Cyrillic, whose letters stay', 'Софи́я', 'софия'.normalize('NFD').replaceAll('\u0306', '')],
    ['Greek, whose final s is an s', 'ΑΘΉΝΑΣ αθήνας', 'αθηνασ αθηνασ'],
    ['plain ASCII', 'Tech Solutions SRL', 'tech solutions srl'],
    ['signs', 'A & B (2) #1 ~', 'a & b (2) #1 ~'],
    ['runs of whitespace', '  a \t b\n\nc  ', 'a b c'],
    ['spaces that do not break', 'Str.\u00a0Lungă\u20091', 'str. lunga 1'],
    ['characters without width', 'Clu\u00adj\u200b-\ufeffNapoca', 'cluj-napoca'],
    ['typographic quotes and dashes', '„Alfa” – Beta «Gama»', '"alfa" - beta "gama"'],
    ['nothing', '', ''],
    ['only spaces', ' \u00a0 ', ''],
    ['an emoji', 'Café 🚀', 'cafe 🚀'],
  ])('folds %s', (_what, text, expected) => {
    expect(fold(text)).toBe(expected)
  })

  test('folding twice changes nothing, and case and decomposition do not matter', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abzĂăȘșŞşȚțÎÂéüßœØŁ –„’\t\u00a0\u0301Яй漢🚀') })
    fc.assert(
      fc.property(fc.oneof(letters, fc.string({ unit: 'grapheme' })), (text) => {
        const folded = fold(text)
        expect(fold(folded)).toBe(folded)
        expect(fold(text.normalize('NFD'))).toBe(folded)
        expect(folded).toBe(folded.trim())
        expect(folded).not.toMatch(/\s{2}/)
      }),
    )
  })

  test('what a text contains, its folded form contains folded', () => {
    const words = fc.array(fc.constantFrom('Tech', 'SOLUȚII', 'Größe', 'și', 'Îmbrăcăminte', 'SRL'), { minLength: 1 })
    fc.assert(
      fc.property(words, words, (a, b) => {
        expect(fold(` ${a.join('  ')} ${b.join(' ')}`)).toContain(fold(b.join('\t')))
      }),
    )
  })
})

describe('isEmail', () => {
  test.each([
    'contact@techsolutions.ro',
    'ana.maria+facturi@firma-mea.co.uk',
    "o'brien@example.ie",
    'a@b.ro',
    'x_1@sub.domeniu.example',
    'office@țuică.ro',
    'office@xn--uic-dma.xn--p1ai',
    '1@1.com',
    `${'a'.repeat(64)}@example.com`,
  ])('accepts %s', (text) => {
    expect(isEmail(text)).toBe(true)
  })

  test.each([
    ['no text', ''],
    ['no at sign', 'contact.example.ro'],
    ['nothing before it', '@example.ro'],
    ['nothing after it', 'contact@'],
    ['two of them', 'a@b@example.ro'],
    ['a domain without a dot', 'root@localhost'],
    ['a dot at the end', 'a@example.ro.'],
    ['a dot at the start of the domain', 'a@.example.ro'],
    ['two dots in the domain', 'a@example..ro'],
    ['a dot at the start', '.a@example.ro'],
    ['a dot before the at sign', 'a.@example.ro'],
    ['two dots in a row', 'a..b@example.ro'],
    ['a space inside', 'a b@example.ro'],
    ['a space at the end', 'a@example.ro '],
    ['a line end', 'a@example.ro\nBcc: b@example.ro'],
    ['a line end before the at sign', 'a\n@example.ro'],
    ['a name around it', 'Ana <ana@example.ro>'],
    ['several addresses', 'a@example.ro,b@example.ro'],
    ['a quoted local part', '"a b"@example.ro'],
    ['diacritics before the at sign', 'țuică@example.ro'],
    ['a label that starts with a hyphen', 'a@-example.ro'],
    ['a label that ends with a hyphen', 'a@example-.ro'],
    ['an underscore in the domain', 'a@exa_mple.ro'],
    ['an IP address', 'a@127.0.0.1'],
    ['a one-letter ending', 'a@example.r'],
    ['a local part of 65 characters', `${'a'.repeat(65)}@example.com`],
    ['a label of 64 characters', `a@${'b'.repeat(64)}.ro`],
    [
      'more than 254 characters',
      `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(8)}.ro`,
    ],
    ['a null character', 'a\0@example.ro'],
  ])('refuses %s', (_what, text) => {
    expect(isEmail(text)).toBe(false)
  })

  test('answers at once on hostile input', () => {
    expect(isEmail(`${'a.'.repeat(50_000)}@`)).toBe(false)
    expect(isEmail(`${'a'.repeat(64)}@${'-'.repeat(180)}`)).toBe(false)
  })
})

describe('hasControlCharacters', () => {
  test.each([
    ['a null', 'a\0b'],
    ['an escape', '\u001b[31m'],
    ['a delete', 'a\u007f'],
    ['a C1 control', 'a\u0085b'],
    ['the first half of a character', 'a\ud83d'],
    ['the second half of a character', '\ude80a'],
    ['halves in the wrong order', '\ude80\ud83d'],
    ['a non-character', 'a\uffff'],
  ])('finds %s in any field', (_what, text) => {
    expect(hasControlCharacters(text)).toBe(true)
    expect(hasControlCharacters(text, true)).toBe(true)
  })

  test.each(['a\nb', 'a\r\nb', 'a\tb'])('allows line ends and tabs only in a field of several lines', (text) => {
    expect(hasControlCharacters(text)).toBe(true)
    expect(hasControlCharacters(text, true)).toBe(false)
  })

  test.each(['', 'Tech Solutions SRL', 'Șoseaua Ștefan cel Mare', 'nbsp\u00a0', '漢字', '🚀 10 €', '\ufffd'])(
    'finds none in "%s"',
    (text) => {
      expect(hasControlCharacters(text)).toBe(false)
    },
  )
})

describe('naturalSortKey', () => {
  test('puts numbers in the order of what they are worth, whatever their padding', () => {
    const sorted = ['F-2026-9', 'F-2026-10', 'f-2026-0011', 'F-2026-100000', 'F-2027-1']
    expect(sorted.toReversed().toSorted((a, b) => (naturalSortKey(a) < naturalSortKey(b) ? -1 : 1))).toEqual(sorted)
  })

  test('knows no case and no diacritics', () => {
    expect(naturalSortKey('ȘCOALĂ-7')).toBe('scoala-000000000007')
  })

  test('leaves alone what has no digits', () => {
    expect(naturalSortKey('')).toBe('')
    expect(naturalSortKey('abc')).toBe('abc')
  })
})
