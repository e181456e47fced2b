import type { Value } from '../src/store/conn.ts'
import { verifyDatabase } from '../src/verify/verify-database.ts'
import type { TestApp } from './harness.ts'

/** Sets a column, `table.column`, of one row behind the program's back, and answers what was there. */
export async function set(app: TestApp, column: string, id: string, value: Value): Promise<Value> {
  const [table = '', name = ''] = column.split('.')
  const [first, second] = app.database.engine === 'sqlite' ? ['?', '?'] : ['$1', '$2']
  return app.database.session(async (conn) => {
    const rows = await conn.query<{ was: Value }>(`select ${name} as was from ${table} where id = ${first}`, [id])
    await conn.query(`update ${table} set ${name} = ${first} where id = ${second}`, [value, id])
    return rows[0]?.was ?? null
  })
}

/** Runs statements that only somebody with the database in hand could run: foreign keys do not stop them. */
export async function tamper(app: TestApp, ...statements: readonly string[]): Promise<void> {
  await app.database.session(async (conn) => {
    if (conn.engine === 'sqlite') await conn.query('pragma foreign_keys = off', [])
    else for (const drop of await foreignKeys(conn)) await conn.query(drop, [])
    for (const statement of statements) await conn.query(statement, [])
    if (conn.engine === 'sqlite') await conn.query('pragma foreign_keys = on', [])
  })
}

async function foreignKeys(conn: { query(sql: string, params: []): Promise<object[]> }): Promise<string[]> {
  const rows = await conn.query(
    `select conrelid::regclass::text as table_name, conname from pg_constraint
      where contype = 'f' and connamespace = current_schema()::regnamespace`,
    [],
  )
  return (rows as { table_name: string; conname: string }[]).map(
    ({ table_name, conname }) => `alter table ${table_name} drop constraint ${conname}`,
  )
}

/** The codes of all faults in the order found, repetitions left out. */
export async function codes(app: TestApp): Promise<string> {
  const { faults } = await verifyDatabase(app.database)
  return faults
    .map((fault) => fault.code)
    .filter((code, at, all) => code !== all[at - 1])
    .join(' ')
}

/** The sentence of the first fault. */
export async function firstFault(app: TestApp): Promise<string | undefined> {
  return (await verifyDatabase(app.database, 1)).faults[0]?.message
}
