import { expect } from 'vitest'
import type { TestApp } from './harness.ts'

/** The smallest invoice there is: 100 lei and VAT, to a client made on the way. */
export const SOME_INVOICE = {
  client_data: { name: 'Exemplu SRL' },
  items: [{ description: 'Consultanță', quantity: 1, price: 100, vat_rate: 21 }],
}

export async function issueInvoice(app: TestApp, fields: object = {}): Promise<{ id: string; number: string }> {
  const { status, body } = await app.post('/invoices', { ...SOME_INVOICE, ...fields })
  expect({ status, error: body.error }).toEqual({ status: 201, error: undefined })
  return body.data
}

export async function createSeries(
  app: TestApp,
  fields: object,
): Promise<{ id: string; name: string; is_primary: boolean }> {
  const { status, body } = await app.post('/invoice-series', { document_type: 'fiscal', ...fields })
  expect({ status, error: body.error }).toEqual({ status: 201, error: undefined })
  return body.data
}

export async function primaries(app: TestApp): Promise<string[]> {
  const { body } = await app.get('/invoice-series')
  return body.data.data
    .filter((series: { is_primary: boolean }) => series.is_primary)
    .map((series: { name: string }) => series.name)
}

export async function seriesNamed(app: TestApp, name: string) {
  const { body } = await app.get('/invoice-series')
  return body.data.data.find((series: { name: string }) => series.name === name)
}

export async function seriesEvents(app: TestApp): Promise<string[]> {
  const rows = await app.database.read.kysely
    .selectFrom('event')
    .select('type')
    .where('object_type', '=', 'series')
    .orderBy('seq')
    .execute()
  return rows.map((row) => row.type)
}
