import { expect, test } from 'vitest'
import { type GivenLine, issued, SELLER, storned } from '../../../../test/efactura/issued.ts'
import { type DocumentChoices, makeDocument } from '../make-document.ts'
import { MOST_FINDINGS } from './validate-ubl.ts'

const line = (texts: GivenLine['texts']): GivenLine => ({ texts: texts ?? {} })
const judged = (texts: readonly GivenLine['texts'][], choices: Partial<DocumentChoices> = {}) =>
  makeDocument(issued({ lines: texts.map(line) }), SELLER, { stornoAs: '380', ...choices })
const short = ({ findings }: ReturnType<typeof makeDocument>) =>
  findings.map(({ severity, ruleId, apiPath }) => `${severity} ${ruleId} ${apiPath}`)

test.each<[string, GivenLine['texts'], string[]]>([
  ['a unit that nobody knows', { unit: 'xyz' }, ['warning FCT-U01 items.1.unit']],
  ['one that is known', { unit: 'Kg.' }, []],
  ['a code in its place', { unit: 'KGM' }, []],
  ['one whose code is stated', { unit: 'xyz', ublUm: 'xpk' }, []],
  ['one that is said to be a piece', { unit: 'xyz', ublUm: 'H87' }, []],
  ['one whose code is none', { unit: 'xyz', ublUm: 'BUC' }, ['warning FCT-U01 items.1.unit']],
  ['a known one whose code is none', { unit: 'ore', ublUm: 'BUC' }, []],
  ['millilitres or running metres', { unit: 'ml' }, ['warning FCT-U02 items.1.unit']],
  ['the same with full stops', { unit: ' M.L. ' }, ['warning FCT-U02 items.1.unit']],
  ['the same with a code that is none', { unit: 'ml', ublUm: 'METRU' }, ['warning FCT-U02 items.1.unit']],
  ['millilitres', { unit: 'ml', ublUm: 'MLT' }, []],
  ['running metres', { unit: 'ml', ublUm: 'lm' }, []],
  ['millilitres in full', { unit: 'mililitri' }, []],
  ['the code of millilitres', { unit: 'MLT' }, []],
  ['running metres in full', { unit: 'm. liniar' }, []],
  ['no unit at all', { unit: ' ' }, []],
])('%s', (_what, texts, findings) => {
  const document = judged([{}, texts])
  expect(short(document)).toEqual(findings)
  expect(document.isRefused).toBe(false)
})

test.each([
  ['xyz', 'H87', /xyz.*H87 \(bucată.*ubl_um/],
  ['ml', 'MLT', /ml.*\(MLT\).*LM\b.*ubl_um/],
])('the finding of %j lies where its code is, and names what it is or may be in both languages', (unit, code, said) => {
  const { findings, xml } = judged([{ unit }])
  expect(findings).toMatchObject([{ term: 'BT-130', path: '/Invoice/cac:InvoiceLine/cbc:InvoicedQuantity/@unitCode' }])
  for (const { messageRo, messageEn, line: at } of findings) {
    expect(xml.split('\n')[at - 1]).toContain(`unitCode="${code}"`)
    for (const sentence of [messageRo, messageEn]) expect(sentence).toMatch(said)
    expect(messageRo).not.toBe(messageEn)
  }
})

test.each([
  ['380', 'InvoicedQuantity'],
  ['381', 'CreditedQuantity'],
] as const)('a storno as %s says the same', (stornoAs, quantity) => {
  const source = issued({ lines: [{}, line({ unit: 'xyz' })] })
  const reversal = storned(source)
  const document = makeDocument(reversal, SELLER, { stornoAs })
  expect(short(document)).toEqual(['warning FCT-U01 items.1.unit'])
  expect(document.findings[0]?.path).toContain(`[2]/cbc:${quantity}/@unitCode`)
})

test('what is put right is no longer told', () => {
  const invoice = issued({ lines: [line({ unit: 'xyz' })] })
  const corrected = (correction: object) =>
    short(
      makeDocument(invoice, SELLER, {
        stornoAs: '380',
        corrections: { lines: { [invoice.lines[0]?.id ?? '']: correction } },
      }),
    )
  expect(corrected({ ublUm: 'XPX' })).toEqual([])
  expect(corrected({ unit: 'palet' })).toEqual([])
  expect(corrected({ unit: 'zyx' })).toEqual(['warning FCT-U01 items.0.unit'])
})

test('of very many, errors and the rest are still told within the bounds', () => {
  const texts = Array.from({ length: MOST_FINDINGS + 5 }, () => ({ unit: 'xyz' }))
  const { findings } = judged(texts)
  expect(findings).toHaveLength(MOST_FINDINGS + 1)
  expect(findings.at(-1)).toMatchObject({ ruleId: 'FCT-N00', leftOut: { fatal: 0, warning: 5 } })
})
