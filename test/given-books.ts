import type { TestApp } from './harness.ts'

/** A small company in which everything occurs once: what the tests of `verify` tamper with. */
export interface Books {
  readonly clientId: string
  readonly seriesId: string
  /** RON, two rates, a discount of the document, paid in part. */
  readonly plain: Shown
  /** EUR, paid in full by two payments. */
  readonly foreign: Shown
  /** Reversed in part by `reversal`. */
  readonly reversed: Shown
  readonly reversal: Shown
  readonly voided: Shown
  readonly proforma: Shown
  readonly draft: Shown
}

interface Shown {
  readonly id: string
  readonly number: string
  readonly lines: readonly { readonly id: string }[]
  readonly payments: readonly { readonly id: string }[]
}

const LINES = [
  { description: 'Consultanță', quantity: 3, price: 99.99, vat_rate: 21 },
  { description: 'Cărți', quantity: 2, price: 45.5, vat_rate: 11 },
]

export async function givenBooks(app: TestApp): Promise<Books> {
  const asked = async (path: string, body: object): Promise<Shown> => {
    const { status, body: answer } = await app.post(path, body)
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer.data
  }
  const client = await asked('/clients', { name: 'Șerban SRL', email: 'a@exemplu.ro', cui: 'RO1234567897' })
  const issue = (fields: object) => asked('/invoices', { client_id: client.id, items: LINES, ...fields })
  const plain = await issue({ discount_percent: 5 })
  await asked(`/invoices/${plain.id}/pay`, { amount: 100.5 })
  const foreign = await issue({ currency: 'EUR', currency_rate: 4.9771 })
  await asked(`/invoices/${foreign.id}/pay`, { amount: 33.33, date: '2026-10-02' })
  await asked(`/invoices/${foreign.id}/pay`, { date: '2026-11-20' })
  const reversed = await issue({})
  const items = [{ id: reversed.lines[0]?.id, quantity: 1 }]
  const reversal = await asked(`/invoices/${reversed.id}/storno`, { items })
  const voided = await issue({})
  await asked(`/invoices/${voided.id}/pay`, {})
  await asked(`/invoices/${voided.id}/void`, {})
  const proforma = await issue({ document_type: 'proforma' })
  const draft = await issue({ is_draft: true })
  const again = async ({ id }: Shown): Promise<Shown> => (await app.get(`/invoices/${id}`)).body.data
  return {
    clientId: client.id,
    seriesId: (await app.get('/invoice-series')).body.data.data[0].id,
    plain: await again(plain),
    foreign: await again(foreign),
    reversed: await again(reversed),
    reversal,
    voided: await again(voided),
    proforma,
    draft,
  }
}
