import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { done, given, read, sharedApp } from '../../../test/given.ts'
import { dialects, type TestApp } from '../../../test/harness.ts'
import { fold } from '../../domain/text.ts'

const NAMES = ['Alfa 12 SRL', 'Țesătura SRL', 'Beta/7 SA', 'Ana 2026-0', 'O_o 100%', 'Fac Bine SRL']
const CITIES = ['Cluj-Napoca', 'Iași', 'Brăila']
const FORMATS = ['{series}-{year}-{number}', '{series}{number}', '{number}/{series}']

interface Shown {
  readonly id: string
  readonly number: string | null
  readonly client_id: string
  readonly status: string
  readonly currency: string
  readonly date: string
  readonly document_type: string
}

/** Some dozens of documents of clients with names like numbers, in series that print in different ways. */
async function makeBooks(app: TestApp): Promise<void> {
  const make = given(app)
  const clients: string[] = []
  for (const [index, name] of NAMES.entries()) {
    clients.push((await make.client({ name, cui: null, email: `c${index}@x.ro`, city: CITIES[index % 3] })).id)
  }
  const series: string[] = []
  for (const [index, format] of FORMATS.entries()) {
    series.push((await make.series({ name: `S${index}F`, format, start_number: [1, 98, 1200][index] })).id)
  }
  for (let nth = 0; nth < 45; nth++) {
    const client_id = clients[(nth * nth) % clients.length]
    const fields = { client_id, series_id: series[nth % 3], date: `2026-0${1 + Math.floor(nth / 9)}-1${nth % 9}` }
    const { id } = await (nth % 7 === 3 ? make.draft(fields) : make.invoice({ ...fields, force_chronology: false }))
    if (nth % 7 === 3) continue
    if (nth % 5 === 0) done(await app.post(`/invoices/${id}/pay`))
    else if (nth % 11 === 0) done(await app.post(`/invoices/${id}/void`))
  }
}

/** What the words of the API promise, decided document by document. */
function isFound(document: Shown, term: string, names: ReadonlyMap<string, string>): boolean {
  const folded = fold(term)
  if (folded === '' || names.get(document.client_id)?.includes(folded)) return true
  const wanted = folded.replace(/^[-/._ ]+/, '')
  if (wanted === '' || document.number === null) return false
  const number = fold(document.number)
  const starts = [0, ...[...number.matchAll(/[-/._ ]/g)].map(({ index }) => index + 1)]
  const digits = /\d+(?=\D*$)/.exec(number)
  const tails = starts.map((start) => number.slice(start))
  if (digits) tails.push(number.slice(digits.index), number.slice(digits.index).replace(/^0+(?=\d)/, ''))
  return tails.some((tail) => tail.startsWith(wanted))
}

const FILTERS: Readonly<Record<string, (document: Shown) => boolean>> = {
  'status=issued': ({ status }) => status === 'issued' || status === 'overdue',
  'status=overdue': ({ status }) => status === 'overdue',
  'status=paid': ({ status }) => status === 'paid',
  'status=voided': ({ status }) => status === 'voided',
  'is_paid=0': ({ status }) => status !== 'paid',
  'currency=RON': ({ currency }) => currency === 'RON',
  'currency=EUR': ({ currency }) => currency === 'EUR',
  'document_type=fiscal': ({ document_type }) => document_type === 'fiscal',
  'start_date=2026-03-12': ({ date }) => date >= '2026-03-12',
  'end_date=2026-03-12': ({ date }) => date <= '2026-03-12',
}
const SORTS = ['date', 'created_at', 'due_date', 'total', 'number']

describe.each(dialects)('a search of invoices on %s', (dialect) => {
  const shared = sharedApp(dialect)
  let documents: Shown[] = []
  const names = new Map<string, string>()
  beforeAll(async () => {
    await makeBooks(shared())
    documents = (await read(shared(), '/invoices?per_page=100')).data
    for (const { id, name, email, city } of (await read(shared(), '/clients?per_page=100')).data)
      names.set(id, fold([name, email, city].join(' | ')))
  })

  test('finds what its words promise, counts it, and walks through it by cursor, with any filters and order', async () => {
    const numbers = documents.flatMap(({ number }) => (number === null ? [] : [number]))
    const piece = fc
      .tuple(fc.constantFrom(...numbers, ...NAMES, ...CITIES), fc.nat(14), fc.integer({ min: 1, max: 9 }))
      .map(([text, from, length]) => text.slice(from % text.length).slice(0, length))
    const term = fc.oneof(piece, fc.string({ unit: fc.constantFrom(...'012s-/ _%af'), minLength: 1, maxLength: 3 }))
    const asked = fc.record({
      term,
      filters: fc.uniqueArray(fc.constantFrom(...Object.keys(FILTERS)), {
        maxLength: 2,
        selector: (filter) => filter.split('=')[0],
      }),
      sort: fc.constantFrom(...SORTS),
      order: fc.constantFrom('asc', 'desc'),
    })
    await fc.assert(
      fc.asyncProperty(asked, async ({ term, filters, sort, order }) => {
        const expected = documents
          .filter((one) => isFound(one, term, names) && filters.every((filter) => FILTERS[filter]?.(one)))
          .map(({ id }) => id)
        const query = [`search=${encodeURIComponent(term)}`, ...filters, `sort=${sort}`, `order=${order}`].join('&')
        const whole = await read(shared(), `/invoices?${query}&per_page=100`)
        const ids: string[] = whole.data.map(({ id }: Shown) => id)
        expect({ query, total: whole.total, ids: ids.toSorted() }).toEqual({
          query,
          total: expected.length,
          ids: expected.toSorted(),
        })
        const walked: string[] = []
        for (let cursor: string | null = ''; cursor !== null; ) {
          const page = await read(shared(), `/invoices?${query}&per_page=7&after=${cursor}`)
          expect(page.total).toBe(expected.length)
          walked.push(...page.data.map(({ id }: Shown) => id))
          cursor = page.next_cursor
        }
        expect(walked).toEqual(ids)
      }),
      { numRuns: 60 },
    )
  })

  test('leaves other companies alone, whose clients and numbers look the same', async () => {
    const name = 'Alfa 12 SRL'
    await given(shared().asOther).invoice({ client_data: { name, city: 'Cluj' } })
    for (const term of ['alfa', 'fac', '1', 'al']) {
      const mine = await read(shared(), `/invoices?search=${term}&per_page=100`)
      const theirs = await read(shared().asOther, `/invoices?search=${term}`)
      expect(theirs.total).toBe(1)
      expect(mine.data.map(({ id }: Shown) => id)).not.toContain(theirs.data[0].id)
      expect(mine.total).toBe(mine.data.length)
    }
    expect((await read(shared().asOther, '/clients?search=alfa')).total).toBe(1)
    expect((await read(shared(), '/clients?search=alfa')).total).toBe(1)
    expect((await read(shared().asTest, '/clients?search=alfa')).total).toBe(0)
  })

  test('finds a document no longer once it is deleted, and a client under its new name', async () => {
    const { id } = await given(shared()).draft({ client_data: { name: 'Unicat' } })
    const listed = async (term: string) => (await read(shared(), `/invoices?search=${term}`)).total
    expect(await listed('unicat')).toBe(1)
    const issued = done(await shared().put(`/invoices/${id}`, { is_draft: false }))
    expect(await listed(issued.number)).toBe(1)
    done(await shared().put(`/clients/${issued.client_id}`, { name: 'Renumit' }))
    expect([await listed('unicat'), await listed('renumit')]).toEqual([0, 1])
    done(await shared().post(`/invoices/${id}/void`))
    done(await shared().del(`/invoices/${id}`))
    expect(await listed(issued.number)).toBe(0)
  })
})
