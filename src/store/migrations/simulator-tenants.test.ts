import { expect, onTestFinished, test } from 'vitest'
import { dialects, freshDatabase } from '../../../test/harness.ts'
import { migrate } from '../migrate.ts'
import { foundation } from './0001-foundation.ts'
import { jobs } from './0002-jobs.ts'
import { efactura } from './0003-efactura.ts'
import { anafOAuth } from './0004-anaf-oauth.ts'
import { anafSimulator } from './0005-anaf-simulator.ts'
import { anafBudgets } from './0006-anaf-budgets.ts'
import { efacturaReplies } from './0007-efactura-replies.ts'
import { efacturaEnvironments } from './0008-efactura-environments.ts'

const BEFORE = [
  foundation,
  jobs,
  efactura,
  anafOAuth,
  anafSimulator,
  anafBudgets,
  efacturaReplies,
  efacturaEnvironments,
]

test.each(dialects)('sandboxes that shared a code keep what is theirs, on %s', async (dialect) => {
  const { database, remove } = await freshDatabase(dialect)
  onTestFinished(remove)
  await database.session(async (db) => {
    const run = (sql: string) => db.query(sql, [])
    await run(
      'create table schema_migration (number integer primary key, name text not null, applied_at bigint not null)',
    )
    for (const [at, script] of BEFORE.entries()) {
      for (const statement of script({ engine: db.engine })) await run(statement)
      await run(`insert into schema_migration (number, name, applied_at) values (${at + 1}, 'x', 0)`)
    }
    const company = (id: string, mode: string, cui: string, at: number) =>
      run(`insert into company (id, mode, name, cui, rc, country, is_vat_payer, has_cash_vat, default_vat_rate_bp,
        payment_term_days, currency, strict_identifiers, created_at, updated_at)
        values ('${id}', '${mode}', 'x', '${cui}', '', 'RO', 1, 0, 2100, 30, 'RON', 0, ${at}, ${at})`)
    await company('cmp_live', 'live', '12345674', 1)
    await company('cmp_new', 'test', '12345674', 3)
    await company('cmp_old', 'test', '12345674', 2)
    await company('cmp_buyer', 'test', '14399840', 4)
    for (const [buyer, errors] of [
      ['14399840', 'null'],
      ['12345674', 'null'],
    ]) {
      await run(`insert into simulator_upload (world, standard, uploaded_by, seller_cif, buyer_cif, is_consumer, xml, errors,
        uploaded_at_ms, processed_at_ms) values ('test', 'UBL', '12345674', '12345674', '${buyer}', 0, 'x', ${errors}, 7, 7)`)
    }
    await run(`insert into efactura_submission (id, company_id, invoice_id, environment, state, cif, standard, is_consumer,
      is_extern, is_self_billed, attempts, polls, upload_id, errors, actor_name, created_at, updated_at)
      values ('sub_1', 'cmp_new', 'inv_1', 'test', 'accepted', '12345674', 'UBL', 0, 0, 0, 1, 1, '5001000001', '[]', 'x', 1, 1)`)
    const message = (cif: string, seq: number, type: string) =>
      run(`insert into simulator_message (world, cif, upload_seq, type, details, created_at_ms)
        values ('test', '${cif}', ${seq}, '${type}', '', 7)`)
    await message('12345674', 1, 'FACTURA TRIMISA')
    await message('14399840', 1, 'FACTURA PRIMITA')
    await message('12345674', 2, 'FACTURA PRIMITA')
    await message('999', 2, 'FACTURA PRIMITA')
    await run(`insert into simulator_fault (endpoint, kind, cif, remaining, skipping, delay_ms, rules, created_at_ms)
      values ('*', 'html', '12345674', 1, 0, 0, '[]', 7)`)
    await run(`insert into simulator_spent_content (world, hash) values ('test', 'x')`)
  })
  // Others may have come after it.
  expect((await migrate(database)).applied).toContain('0009-simulator-tenants')
  const read = (sql: string) => database.read.query(sql, [])
  expect(await read('select tenant from simulator_upload order by seq')).toEqual([
    { tenant: 'cmp_new' },
    { tenant: 'cmp_old' },
  ])
  expect(await read('select tenant from simulator_message order by seq')).toEqual(
    ['cmp_new', 'cmp_buyer', 'cmp_old', ''].map((tenant) => ({ tenant })),
  )
  expect(await read('select tenant from simulator_fault')).toEqual([{ tenant: 'cmp_old' }])
  expect(await read('select spent_at_ms from simulator_spent_content')).toEqual([{ spent_at_ms: 7 }])
  expect(await read(`select cui_since from company where id = 'cmp_old'`)).toEqual([{ cui_since: 2 }])
})
