import { expect, test } from 'vitest'
import { issued, SELLER } from '../../../test/efactura/issued.ts'
import type { Invoice } from '../invoice.ts'
import { type DocumentDesk, type DocumentWork, isLarge, withDocuments } from './document-desk.ts'
import { makeDocument } from './make-document.ts'

const large = (description = 'Consultanță') => issued({ lines: Array.from({ length: 60 }, () => ({ description })) })
const workOf = (invoice: Invoice): DocumentWork => ({ invoice, seller: SELLER, choices: { stornoAs: '380' } })
const madeOf = (invoice: Invoice) => makeDocument(invoice, SELLER, { stornoAs: '380' })

/** Makes what it is asked for, and counts; `unit` is begun with the how manieth time it is, from 1. */
async function run<T>(unit: (desk: DocumentDesk, attempt: number) => Promise<T>) {
  const asked: DocumentWork[] = []
  const maker = {
    make: async (work: DocumentWork) => {
      asked.push(work)
      return makeDocument(work.invoice, work.seller, work.choices)
    },
  }
  let attempts = 0
  const value = await withDocuments(maker, 'cmp_1', (desk) => unit(desk, ++attempts))
  return { value, attempts, asked: asked.length }
}

test('a small document is made on the spot', async () => {
  const invoice = issued()
  expect(isLarge(invoice)).toBe(false)
  expect(await run(async (desk) => desk.take(workOf(invoice)))).toEqual({
    value: madeOf(invoice),
    attempts: 1,
    asked: 0,
  })
})

test('a large one is made once, and found by what it says, under whatever ids and number', async () => {
  const { value, ...count } = await run(async (desk, attempt) => {
    const invoice = large()
    const issuedAs = { period: 0, numberIdx: attempt, number: `FCT ${attempt}`, hash: '' }
    const lines = invoice.lines.map((line, n) => ({ ...line, id: `ili_${attempt}_${n}` }))
    return desk.take(workOf({ ...invoice, id: `inv_${attempt}`, createdAt: attempt, issued: issuedAs, lines }))
  })
  expect(count).toEqual({ attempts: 2, asked: 1 })
  expect(value.xml).toContain('<cbc:ID>FCT 1</cbc:ID>')
})

test.each([
  ['a line', (attempt: number) => large(`Consultanță ${attempt}`)],
  ['a date', (attempt: number) => ({ ...large(), date: `2026-11-1${attempt}` })],
  ['one line more', (attempt: number) => issued({ lines: Array.from({ length: 60 + attempt }, () => ({})) })],
])('one that is another every time, by %s, is made on the spot the fourth time', async (_what, invoiceOf) => {
  const { value, ...count } = await run(async (desk, attempt) => desk.take(workOf(invoiceOf(attempt))))
  expect(count).toEqual({ attempts: 4, asked: 3 })
  expect(value).toEqual(madeOf(invoiceOf(4)))
})

test('several in one transaction are each made once, and corrections and sellers tell them apart', async () => {
  const { value, ...count } = await run(async (desk) => {
    const invoice = large()
    const corrected = { ...workOf(invoice), choices: { stornoAs: '380', corrections: { notes: 'x' } } } as const
    return [workOf(invoice), corrected, { ...workOf(invoice), seller: { ...SELLER, name: 'Alta SRL' } }].map(
      (work) => desk.take(work).xml,
    )
  })
  expect(count).toEqual({ attempts: 4, asked: 3 })
  expect(new Set(value).size).toBe(3)
})

test('what is thrown for another reason is thrown on, and without a maker all is made on the spot', async () => {
  const failed = run(async () => {
    throw new Error('refused')
  })
  await expect(failed).rejects.toThrow('refused')
  const invoice = large()
  const at = await withDocuments(undefined, 'cmp_1', async (desk) => desk.take(workOf(invoice)))
  expect(at).toEqual(madeOf(invoice))
})
