import { expect } from 'vitest'
import { readFile } from '../../src/resources/efactura/file.store.ts'
import { findLatestSubmission } from '../../src/resources/efactura/submission.store.ts'
import { RULE, type Told, type World } from './schedule.ts'

const DAY_MS = 86_400_000

/** What must hold once nothing is left to do, whatever went wrong before. */
export async function expectOutcome(world: World, told: Told): Promise<Record<string, number>> {
  const { app, simulator } = world
  const { read } = app.database
  const companyId = app.sandbox.companyId
  const counts: Record<string, number> = {}
  expect(await read.query('select kind, state, last_error from job', [])).toEqual([])
  // The downloads of a day may be used up.
  app.clock.advance(DAY_MS)
  for (const { id, number } of told.invoices) {
    const row = await findLatestSubmission(read, companyId, id)
    if (!row) throw new Error(`${number} was lost`)
    counts[row.state] = (counts[row.state] ?? 0) + 1
    const uploads = await read.kysely
      .selectFrom('simulator_upload')
      .select(['errors', 'xml'])
      .where('seller_cif', '=', row.cif)
      .where('number', '=', number)
      .where('standard', '<>', 'RASP')
      .execute()
    const accepted = uploads.filter(({ errors }) => errors === null)
    const events = await eventsOf(world, id)
    if (row.state === 'accepted') {
      expect({ number, accepted: accepted.length, events }).toEqual({ number, accepted: 1, events: 1 })
      const kept = await readFile(read, companyId, row.archive_file_id)
      const url = `http://anaf/test/FCTEL/rest/descarcare?id=${row.download_id}`
      const headers = { authorization: `Bearer ${simulator.issueToken(['*'])}` }
      const original = await simulator.handle(new Request(url, { headers }))
      expect(kept).toEqual(Buffer.from(await original.arrayBuffer()))
      const sent = await readFile(read, companyId, row.xml_file_id)
      expect(sent?.toString('utf8')).toBe(accepted[0]?.xml)
    } else if (row.state === 'rejected') {
      expect({ number, accepted: accepted.length }).toEqual({ number, accepted: 0 })
      expect(row.errors).toMatch(new RegExp(`${RULE}|SIMULATOR`))
    } else {
      expect([row.state, told.voided.has(id), accepted.length]).toEqual(['cancelled', true, 0])
    }
  }
  const doubles = await read.query(
    `select object_id from event where type = 'efactura.received' group by object_id having count(*) > 1`,
    [],
  )
  expect(doubles).toEqual([])
  return counts
}

async function eventsOf({ app }: World, invoiceId: string): Promise<number> {
  const all = app.database.read.kysely.selectFrom('event').select('seq').where('object_id', '=', invoiceId)
  return (await all.where('type', '=', 'efactura.accepted').execute()).length
}
