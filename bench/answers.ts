import { openDatabase } from '../src/store/open.ts'
import type { DataSet } from './data-set.ts'
import { ask, type Requests } from './requests.ts'
import type { Server } from './servers.ts'
import type { Location } from './stores.ts'

const AT_ONCE = 16
const ROWS_PER_INSERT = 100

/**
 * Gives the bare server the answers of the product, ready, under the ids of its own addresses: both send the same
 * text. An invoice's answer goes by the invoice's id; a list's by its number.
 */
export async function bareRequests(
  wanted: Readonly<Record<string, Requests>>,
  from: { server: Server; set: DataSet },
  to: Location,
): Promise<Record<string, Requests>> {
  const answers = new Map<string, string>()
  const paths: Record<string, Requests> = {}
  for (const [work, { paths: asked }] of Object.entries(wanted)) {
    const ids = asked.map((path, nth) =>
      path.includes('?') ? `${work.replaceAll(/\W+/g, '-')}-${nth}` : (path.split('/').at(-1) ?? ''),
    )
    paths[work] = { method: 'GET', paths: ids.map((id) => `/answer/${id}`), bodies: [] }
    const missing = [...new Set(ids)].filter((id) => !answers.has(id))
    for (let at = 0; at < missing.length; at += AT_ONCE) {
      const part = missing.slice(at, at + AT_ONCE)
      const texts = await Promise.all(part.map((id) => ask(from.server, from.set, asked[ids.indexOf(id)] as string)))
      for (const [index, id] of part.entries()) answers.set(id, texts[index] as string)
    }
  }
  await keep(to, answers)
  return paths
}

async function keep(location: Location, answers: ReadonlyMap<string, string>): Promise<void> {
  const database = await openDatabase({ ...location, databaseSchema: null, databasePoolSize: 1 })
  try {
    await database.session(async (conn) => {
      await conn.query('create table bench_answer (id text primary key, body text not null)', [])
      const rows = [...answers]
      for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
        const part = rows.slice(at, at + ROWS_PER_INSERT)
        const tuples = part.map((_row, nth) =>
          conn.engine === 'sqlite' ? '(?, ?)' : `($${nth * 2 + 1}, $${nth * 2 + 2})`,
        )
        await conn.query(`insert into bench_answer (id, body) values ${tuples.join(', ')}`, part.flat())
      }
    })
  } finally {
    await database.close()
  }
}
