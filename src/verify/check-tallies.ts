import type { Conn } from '../store/conn.ts'
import type { CompanyParts } from './company.store.ts'
import { differs, type Fault } from './fault.ts'
import { cellsOfNobody, countedCells, countRows, keptCells, type TallyCell } from './tallies.store.ts'

const NOBODY_LIMIT = 1_000

/** The kept counts, from which lists answer their totals, are what counting gives. */
export async function* checkTallies(conn: Conn, company: CompanyParts): AsyncGenerator<Fault> {
  const kept = new Map((await keptCells(conn, company.id)).map((cell) => [keyOf(cell), cell.n]))
  const counted = new Map((await countedCells(conn, company.id)).map((cell) => [keyOf(cell), cell.n]))
  for (const key of new Set([...counted.keys(), ...kept.keys()])) {
    const [found, must] = [kept.get(key) ?? 0, counted.get(key) ?? 0]
    if (found === must) continue
    const message = differs(`Company ${company.id}`, `the kept count of documents (${key})`, found, must)
    yield { code: 'tally_differs', object: 'tally', id: company.id, message }
  }
  for (const { client_id, n } of await cellsOfNobody(conn, company.id, NOBODY_LIMIT)) {
    const message = differs(`Company ${company.id}`, `the kept count of documents of ${client_id}, who is gone,`, n, 0)
    yield { code: 'tally_differs', object: 'tally', id: client_id, message }
  }
  for (const table of ['client', 'payment'] as const) {
    const rows = await countRows(conn, table, company.id)
    if (rows.kept === rows.counted) continue
    const message = differs(`Company ${company.id}`, `the kept count of ${table}s`, rows.kept, rows.counted)
    yield { code: 'tally_differs', object: 'tally', id: company.id, message }
  }
}

function keyOf({ work_point_id, series_id, document_type, currency, state, month }: TallyCell): string {
  return [work_point_id, series_id, document_type, currency, state, month].join(' ')
}
