import { describe, expect, test } from 'vitest'
import { COMPLETE_BUYER, givenAutoSend, settle } from '../../test/given-efactura.ts'
import { dialects, testApp } from '../../test/harness.ts'
import { codes, firstFault, set, tamper } from '../../test/tamper.ts'

describe.each(dialects)('verify of e-Factura on %s', (dialect) => {
  test('finds nothing wrong with what was accepted, and names what was tampered with', async () => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    const { id } = await made.invoice({ client_data: COMPLETE_BUYER })
    await settle(app)
    expect(await codes(app)).toBe('')
    const { kysely } = app.database.read
    const [submission] = await kysely.selectFrom('efactura_submission').selectAll().execute()
    const CASES = [
      ['efactura_submission.state', submission?.id, 'rejected', 'efactura_differs'],
      ['efactura_submission.upload_id', submission?.id, '77', 'efactura_differs'],
      ['efactura_submission.company_id', submission?.id, app.other.companyId, 'foreign_reference'],
      ['efactura_submission.company_id', submission?.id, 'cmp_x', 'foreign_reference orphan'],
      ['efactura_submission.invoice_id', submission?.id, 'inv_x', 'efactura_differs orphan'],
      ['efactura_submission.xml_file_id', submission?.id, 'fil_x', 'orphan'],
      ['efactura_submission.archive_file_id', submission?.id, 'fil_x', 'orphan'],
      ['efactura_submission.xml_sha256', submission?.id, 'x', 'file_differs'],
      ['efactura_file.content', submission?.xml_file_id, 'eA==', 'file_differs'],
      ['efactura_file.sha256', submission?.archive_file_id, 'x', 'file_differs'],
      ['efactura_file.size', submission?.archive_file_id, 1, 'file_differs'],
      ['invoice.efactura', id, null, 'efactura_differs rendering_differs'],
    ] as const
    await tamper(app)
    const found: string[] = []
    for (const [column, row, value] of CASES) {
      if (app.database.engine === 'sqlite')
        await app.database.session((conn) => conn.query('pragma foreign_keys = off', []))
      const was = await set(app, column, row ?? '', value)
      found.push(`${column} = ${value}: ${await codes(app)}`)
      await set(app, column, row ?? '', was)
    }
    expect(found).toEqual(CASES.map(([column, , value, expected]) => `${column} = ${value}: ${expected}`))
    expect(await codes(app)).toBe('')
  })

  test('two submissions that stand for one invoice are one too many', async () => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    const { id } = await made.invoice({ client_data: COMPLETE_BUYER })
    await settle(app)
    await tamper(app, 'drop index submission_standing')
    await app.database.transact(async (db) => {
      const first = await db.kysely.selectFrom('efactura_submission').selectAll().executeTakeFirstOrThrow()
      const { seq: _seq, ...row } = first
      await db.kysely
        .insertInto('efactura_submission')
        .values({ ...row, id: 'sub_twice', state: 'processing' })
        .execute()
    })
    expect(await codes(app)).toBe('efactura_differs submission_repeated')
    expect(await firstFault(app)).toContain(id)
  })
})
