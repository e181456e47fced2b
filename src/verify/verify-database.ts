import type { Conn, Database } from '../store/conn.ts'
import { checkClients } from './check-clients.ts'
import { checkDocuments } from './check-documents.ts'
import { checkEfactura } from './check-efactura.ts'
import { checkNumbering } from './check-numbering.ts'
import { checkOrphans } from './check-orphans.ts'
import { checkTallies } from './check-tallies.ts'
import { type Checked, type Counts, NOTHING, startCounting } from './checked.ts'
import { readCompanies, readCompanyParts } from './company.store.ts'
import type { Fault } from './fault.ts'

export interface Verification {
  readonly checked: Counts
  readonly faults: readonly Fault[]
}

export interface CompanyVerification extends Verification {
  readonly companyId: string
  readonly name: string
  readonly mode: 'live' | 'test'
}

export interface Watch {
  /** Called now and then while a company is checked. */
  progress?(counts: Counts): void
  /** Called when a company is done. */
  company?(verification: CompanyVerification): void
}

/**
 * Recomputes all that the database holds from what it was made of, as it stood at one moment: every company, and then
 * what belongs to none. Stops after `limit` faults.
 */
export async function verifyDatabase(
  database: Database,
  limit = Number.POSITIVE_INFINITY,
  watch: Watch = {},
): Promise<Verification> {
  return database.snapshot(async (conn) => {
    const faults: Fault[] = []
    let checked = NOTHING
    for (const { id, name, mode } of await readCompanies(conn)) {
      if (faults.length >= limit) break
      const counting = startCounting(watch.progress)
      const found = await atMost(limit - faults.length, companyFaults(conn, id, counting))
      const counts = countsOf(counting)
      watch.company?.({ companyId: id, name, mode, checked: counts, faults: found })
      for (const fault of found) faults.push(fault)
      checked = sumOf(checked, counts)
    }
    for (const orphan of await atMost(limit - faults.length, checkOrphans(conn))) faults.push(orphan)
    return { checked, faults }
  })
}

/** The same for one company, without what only the whole database can show. */
export async function verifyCompany(database: Database, companyId: string, limit: number): Promise<Verification> {
  return database.snapshot(async (conn) => {
    const counting = startCounting()
    const faults = await atMost(limit, companyFaults(conn, companyId, counting))
    return { checked: countsOf(counting), faults }
  })
}

async function* companyFaults(conn: Conn, companyId: string, checked: Checked): AsyncGenerator<Fault> {
  const company = await readCompanyParts(conn, companyId)
  yield* checkNumbering(conn, company, checked)
  yield* checkDocuments(conn, company, checked)
  yield* checkClients(conn, company, checked)
  yield* checkTallies(conn, company)
  yield* checkEfactura(conn, companyId)
}

async function atMost(limit: number, faults: AsyncGenerator<Fault>): Promise<Fault[]> {
  const found: Fault[] = []
  if (limit <= 0) return found
  for await (const fault of faults) {
    found.push(fault)
    if (found.length >= limit) break
  }
  return found
}

function countsOf({ series, invoices, lines, payments, clients }: Counts): Counts {
  return { series, invoices, lines, payments, clients }
}

function sumOf(a: Counts, b: Counts): Counts {
  return {
    series: a.series + b.series,
    invoices: a.invoices + b.invoices,
    lines: a.lines + b.lines,
    payments: a.payments + b.payments,
    clients: a.clients + b.clients,
  }
}
