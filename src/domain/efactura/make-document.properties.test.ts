/** What holds for every document of ours with complete parties: our rules have nothing against it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AnyInvoice, anyInvoice, anyStorno, made, madeStorno } from '../../../test/efactura/any-invoice.ts'
import { parseXml } from '../xml/parse-xml.ts'
import { type DocumentChoices, makeDocument } from './make-document.ts'
import { readUbl } from './read-ubl.ts'
import { isFatal } from './rules/validate-ubl.ts'

const RUNS = { numRuns: Number(process.env.RUNS ?? 250) }

function assertAccepted({ invoice, seller }: AnyInvoice, stornoAs: DocumentChoices['stornoAs']): void {
  const document = makeDocument(invoice, seller, { stornoAs })
  const fatal = document.findings.filter(isFatal).map(({ ruleId, path, messageEn }) => `${ruleId} ${path} ${messageEn}`)
  expect(fatal).toEqual([])
  const sign = document.standard === 'CN' ? -1 : 1
  const read = readUbl(parseXml(document.xml))
  expect(read?.problems).toEqual([])
  expect(read?.unread).toEqual([])
  const { totals, vatBreakdown, lines } = read?.invoice ?? {}
  const read0 = (amount: number | null | undefined) => sign * (amount ?? Number.NaN) + 0
  expect({
    withoutVat: read0(totals?.withoutVatBani),
    vat: read0(totals?.vatBani),
    total: read0(totals?.withVatBani),
    due: read0(totals?.payableBani),
    vatInRon: invoice.currency === 'RON' ? null : read0(totals?.vatInVatCurrencyBani),
    vatOfGroups: read0(vatBreakdown?.reduce((sum, group) => sum + (group.vatBani ?? 0), 0)),
    lines: lines?.map((line) => read0(line.netBani)),
  }).toEqual({
    withoutVat: invoice.subtotalBani,
    vat: invoice.vatBani,
    total: invoice.totalBani,
    due: invoice.totalBani,
    vatInRon: invoice.currency === 'RON' ? null : invoice.ron.vatBani,
    vatOfGroups: invoice.vatBani,
    lines: invoice.lines.map((line) => line.subtotalBani),
  })
}

test('an invoice with complete parties is right by every rule and says what we say', () => {
  fc.assert(
    fc.property(anyInvoice, (recipe) => assertAccepted(made(recipe), '380')),
    RUNS,
  )
})

test.each(['380', '381'] as const)('so is a storno as %s, whole or in part', (stornoAs) => {
  fc.assert(
    fc.property(anyStorno, (recipe) => assertAccepted(madeStorno(recipe), stornoAs)),
    RUNS,
  )
})
