import { describe, expect, test } from 'vitest'
import { type GivenInvoice, issued, SELLER } from '../../../../test/efactura/issued.ts'
import { type BuildOptions, buildEInvoice } from '../build-einvoice.ts'
import type { EInvoice } from '../einvoice.ts'

const built = (given: GivenInvoice = {}, options?: BuildOptions): EInvoice =>
  buildEInvoice(issued(given), SELLER, options).einvoice

describe('notes', () => {
  test('are the mentions, the observations and the notes, never the internal text', () => {
    const texts = { hasCashVat: true, observations: ' una\r\ndouă ', notes: 'trei', info: 'secret' }
    expect(built({ texts }, { typeCode: '389' }).notes.map(({ text }) => text)).toEqual([
      'TVA la încasare',
      'Autofactură',
      'una\ndouă',
      'trei',
    ])
  })

  test.each([
    ['Comanda #12A# din mai', 'Comanda ＃12A# din mai'],
    ['#   # #AAI#', '＃   # #AAI#'],
    ['#a  b#', '＃a  b#'],
    ['#1 și #22#', '#1 și #22#'],
  ])('%s names no subject (BR-CL-08)', (notes, text) => {
    expect(built({ texts: { notes } }).notes).toEqual([{ subjectCode: null, text }])
  })

  test('go on in the next when long', () => {
    const notes = 'cuvânt '.repeat(90)
    const { einvoice, findings } = buildEInvoice(issued({ texts: { notes } }), SELLER)
    expect(einvoice.notes.map(({ text }) => text.length)).toEqual([300, 300, 27])
    expect(findings).toEqual([])
  })

  test('more than twenty are reported where there are most (BR-RO-A020)', () => {
    const texts = { observations: 'x'.repeat(5000), notes: 'y'.repeat(3000), hasCashVat: true }
    const { einvoice, findings } = buildEInvoice(issued({ texts }), SELLER)
    expect(einvoice.notes).toHaveLength(28)
    const [finding] = findings
    expect(finding).toMatchObject({ path: 'observations', term: 'BT-22' })
    const repaired = buildEInvoice(issued({ texts: { ...texts, observations: finding?.suggested ?? '' } }), SELLER)
    expect(repaired.einvoice.notes).toHaveLength(20)
    expect(repaired.findings).toEqual([])
  })
})
