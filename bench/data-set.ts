import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureFirstStart } from '../src/cli/first-start.ts'
import { addDays, unixMidnightUtc } from '../src/domain/dates.ts'
import { SHAPE } from '../src/resources/invoices/invoice-json.schema.ts'
import { listKeys } from '../src/resources/keys/key.store.ts'
import { findPrimarySeries } from '../src/resources/series/series.store.ts'
import { listAccounts } from '../src/resources/settings/bank-account.store.ts'
import { getCompany } from '../src/resources/settings/company.store.ts'
import { bucharestDay } from '../src/store/clock.ts'
import type { Engine } from '../src/store/conn.ts'
import { insertRows, updateRow } from '../src/store/insert.ts'
import { migrate } from '../src/store/migrate.ts'
import { foundation } from '../src/store/migrations/0001-foundation.ts'
import { openDatabase } from '../src/store/open.ts'
import { generate } from './generate.ts'
import { BIG_CLIENT, RARE_CLIENT } from './invent.ts'
import { postgresSink } from './postgres-sink.ts'
import { sqliteSink } from './sqlite-sink.ts'
import type { Location, Stores } from './stores.ts'
import type { Founded } from './world.ts'

/** Raise it when other rows come out of `generate.ts`. */
const GENERATOR = 1
const YEARS_BEFORE = 3

/** A database full of invoices, and what the benchmark has to know of it. */
export interface DataSet {
  readonly name: string
  readonly invoices: number
  /** The live key, which may do everything. */
  readonly secret: string
  readonly companyId: string
  /** Owns a tenth of the invoices. */
  readonly bigClientId: string
  /** The only one whose name has the rare word. */
  readonly rareClientId: string
  readonly clientIds: readonly string[]
  readonly seconds: number
  readonly bytes: number
  readonly fingerprint: string
}

/** The data set of this size: the one that is kept, or a new one when there is none or its tables have changed since. */
export async function ensureDataSet(stores: Stores, dir: string, invoices: number, isFresh = false): Promise<DataSet> {
  const name = `data-${invoices}`
  const manifest = join(dir, `${stores.engine}-${name}.json`)
  const fingerprint = fingerprintOf(stores.engine)
  const kept = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as DataSet) : null
  if (!isFresh && kept?.fingerprint === fingerprint && (await stores.exists(name))) return kept
  rmSync(manifest, { force: true })
  mkdirSync(dir, { recursive: true })
  const startedAt = performance.now()
  await stores.create(name)
  const today = bucharestDay(Date.now())
  const { founded, secret } = await found(stores.locate(name), addDays(today, -366 * YEARS_BEFORE))
  const sink = await openSink(stores.locate(name))
  const clientIds = await generate(sink, founded, invoices, addDays(today, -1))
  const built: DataSet = {
    name,
    invoices,
    secret,
    companyId: founded.company.id,
    bigClientId: clientIds[BIG_CLIENT] as string,
    rareClientId: clientIds[RARE_CLIENT] as string,
    clientIds,
    seconds: Math.round(performance.now() - startedAt) / 1000,
    bytes: await stores.sizeBytes(name),
    fingerprint,
  }
  writeFileSync(manifest, JSON.stringify(built))
  return built
}

/** Everything that a data set depends on and that may change under it. */
function fingerprintOf(engine: Engine): string {
  return createHash('sha256')
    .update(JSON.stringify([GENERATOR, SHAPE, foundation({ engine })]))
    .digest('hex')
}

/** A company with its sandbox twin and keys, as the first start of the product makes them. */
async function found(location: Location, on: string): Promise<{ founded: Founded; secret: string }> {
  const database = await openDatabase({ ...location, databaseSchema: null, databasePoolSize: 2 })
  const nowMs = unixMidnightUtc(on) * 1000
  try {
    await migrate(database)
    const first = await ensureFirstStart(database, { nowMs: () => nowMs })
    if (!first) throw new Error('the new database has a company already')
    const { companyId, secret } = first.live
    const ctx = { db: database.read, companyId }
    await database.transact(async (db) => {
      const names = {
        name: 'Banc de Probă SRL',
        legal_name: 'Banc de Probă SRL',
        cui: '12345674',
        cui_prefix: 'RO',
        rc: 'J12/345/2020',
      }
      const address = {
        address: 'Str. Lungă nr. 1',
        city: 'Cluj-Napoca',
        county: 'Cluj',
        phone: '+40722000111',
        email: 'office@proba.ro',
      }
      updateRow(db, 'company', { id: companyId }, { ...names, ...address })
      const account = {
        id: 'bnk_bench00001',
        company_id: companyId,
        bank_name: 'Banca Transilvania',
        iban: 'RO49AAAA1B31007593840000',
      }
      insertRows(db, 'bank_account', [{ ...account, currency: 'RON', is_primary: 1, is_active: 1, position: 0 }])
    })
    const [company, accounts, keys, fiscal, proforma] = await Promise.all([
      getCompany(ctx),
      listAccounts(database.read, companyId),
      listKeys(database.read, companyId),
      findPrimarySeries(ctx, 'fiscal'),
      findPrimarySeries(ctx, 'proforma'),
    ])
    const key = keys[0]
    if (!key || !fiscal || !proforma) throw new Error('the first start has left something out')
    return { founded: { company, accounts, key, series: { fiscal, proforma } }, secret }
  } finally {
    await database.close()
  }
}

async function openSink({ dataDir, databaseUrl }: Location) {
  return databaseUrl ? postgresSink(databaseUrl) : sqliteSink(join(dataDir, 'facturier.db'))
}
