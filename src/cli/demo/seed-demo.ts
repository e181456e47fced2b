import { addDays, type Day } from '../../domain/dates.ts'
import { readAll } from '../../http/fields.ts'
import { insertJob } from '../../jobs/enqueue.store.ts'
import { findClient } from '../../resources/clients/client.store.ts'
import { getInvoice } from '../../resources/invoices/invoice.store.ts'
import { createSeries } from '../../resources/series/create-series.ts'
import { deleteSeries } from '../../resources/series/delete-series.ts'
import { NewSeries, seriesChanges } from '../../resources/series/series.schema.ts'
import { isSeriesUsed, listSeries } from '../../resources/series/series.store.ts'
import { listCompanies, lockCompany } from '../../resources/settings/company.store.ts'
import { ChangedSettings, settingsChanges } from '../../resources/settings/settings.schema.ts'
import { changeSettings } from '../../resources/settings/update-settings.ts'
import { createWorkPoint } from '../../resources/work-points/create-work-point.ts'
import { listWorkPoints } from '../../resources/work-points/work-point.store.ts'
import { bucharestDay, type Clock } from '../../store/clock.ts'
import type { Conn, Database } from '../../store/conn.ts'
import type { Ctx } from '../../store/ctx.ts'
import { UsageError } from '../usage.ts'
import { someTimeOn, workingDayFrom } from './calendar.ts'
import { carryOut, type Known, onItsDay, type Stage } from './carry-out.ts'
import { chanceOf, idsOf } from './chance.ts'
import { type InventedClient, inventClients } from './invent-clients.ts'
import { inventSales } from './invent-sales.ts'
import { GOOD_CLIENT_ID, JOB_ID, LAST_LANDMARK_ID, landmarks, SERIES_IDS, WORK_POINT_ID } from './landmarks.ts'
import { SELLER, SHOWROOM } from './lists/seller.ts'
import { type Step, untilNow } from './plan.ts'

/** What the demo looks like hangs on this alone, and on the day. */
const SEED = 'Birotica Carpaților'
const DAYS = 730
/** Few enough that other requests are answered in between, and that PostgreSQL can tidy up behind. */
const STEPS_PER_TRANSACTION = 200

export interface DemoTarget {
  readonly database: Database
  readonly clock: Clock
  /** The company to fill; the first live one when it is not given. */
  readonly companyId?: string
  /** How many days of business; two years when it is not given. */
  readonly days?: number
}

/**
 * Fills a new company with two invented years that end today. Everything goes through the use cases, on its own day,
 * many steps to a transaction. A company that has the demo already stays as it is.
 */
export async function seedDemo({ database, clock, companyId, days = DAYS }: DemoTarget): Promise<{ isNew: boolean }> {
  const nowMs = clock.nowMs()
  const today = bucharestDay(nowMs)
  const from = workingDayFrom(addDays(today, -days))
  const steps = untilNow(invent(from, today), Math.floor(nowMs / 1000))
  const founding = { id: WORK_POINT_ID, at: { day: from, second: 5 * 3600 } }
  const isNew = await database.transact(async (db) => onItsDay(await stageOf(db, companyId), founding, begin))
  if (!isNew) return { isNew }
  let known: Known = new Map()
  for (const part of parts(steps)) {
    known = await database.transact(async (db) => carryOut(await stageOf(db, companyId), part, known))
  }
  return { isNew }
}

/** The last part is a full one, so that it holds all of the last days, and with them the mark of a finished demo. */
function parts(steps: readonly Step[]): Step[][] {
  const first = steps.length % STEPS_PER_TRANSACTION
  const count = Math.floor(steps.length / STEPS_PER_TRANSACTION)
  const at = (n: number) => first + n * STEPS_PER_TRANSACTION
  return [steps.slice(0, first), ...Array.from({ length: count }, (_, n) => steps.slice(at(n), at(n + 1)))]
}

/** Everything that happens, planned beforehand: a transaction that is tried again does the same again. */
function invent(from: Day, today: Day): Step[] {
  const chance = chanceOf(SEED)
  const newId = idsOf(SEED)
  const clients = inventClients(chance, newId, from, today)
  return [
    ...clients.flatMap((client): Step[] => [
      { what: 'create client', at: { ...someTimeOn(client.since, chance), second: 5 * 3600 + 1 }, ...client },
      ...farewell(client),
    ]),
    ...landmarks(chance, today),
    ...inventSales({ chance, newId, clients, from, today }),
  ]
}

/** Long after the last draft of theirs was issued. */
function farewell({ id, until }: InventedClient): Step[] {
  return until === null ? [] : [{ what: 'deactivate client', at: { day: addDays(until, 60), second: 6 * 3600 }, id }]
}

async function stageOf(db: Conn, companyId: string | undefined): Promise<Stage> {
  const company = (await listCompanies(db)).find(({ id, mode }) => (companyId ? id === companyId : mode === 'live'))
  if (!company) throw new UsageError('There is no company to fill with demo data.')
  const workPoint = (await listWorkPoints(db, company.id)).find(({ is_default }) => is_default === 1)
  if (!workPoint) throw new Error(`company ${company.id} has no default work point`)
  return { db, companyId: company.id, workPointId: workPoint.id }
}

/** False when the demo is there already. */
async function begin(ctx: Ctx): Promise<boolean> {
  const company = await lockCompany(ctx)
  if (await findClient({ ...ctx, workPointId: null }, GOOD_CLIENT_ID)) {
    const isComplete = await getInvoice(ctx, LAST_LANDMARK_ID).then(Boolean, () => false)
    if (isComplete) return false
    throw new UsageError(
      'The demo data is incomplete, because the first start was interrupted: begin with a new database.',
    )
  }
  const series = await listSeries(ctx)
  const used = await Promise.all(series.map(({ id }) => isSeriesUsed(ctx, id)))
  if (company.cui !== null || used.includes(true)) {
    throw new UsageError('This company has data of its own, so no demo data was added to it.')
  }
  await found(
    ctx,
    series.map(({ id }) => id),
  )
  return true
}

/** Who the company is, where it is, and its series: the ones it was founded with, under ids that are known. */
async function found(ctx: Ctx, oldSeries: readonly string[]): Promise<void> {
  await createWorkPoint(ctx, SHOWROOM)
  await changeSettings(ctx, settingsChanges(readAll(ChangedSettings, SELLER)))
  for (const id of oldSeries) await deleteSeries(ctx, id)
  await addSeries(ctx, SERIES_IDS.fiscal, { name: 'FAC', document_type: 'fiscal', description: 'Facturi' })
  await addSeries(ctx, SERIES_IDS.proforma, { name: 'PRF', document_type: 'proforma', description: 'Proforme' })
  await addSeries(ctx, SERIES_IDS.foreign, {
    name: 'INT',
    document_type: 'fiscal',
    description: 'Clienți din afara țării',
    reset_yearly: true,
  })
  await addSeries(ctx, SERIES_IDS.spare, { name: 'WEB', document_type: 'fiscal', description: 'Magazin online' })
  insertFailedJob(ctx)
}

function insertFailedJob({ db, companyId, now }: Ctx): void {
  insertJob(db, {
    id: JOB_ID,
    company_id: companyId,
    lane: companyId,
    kind: 'demo.example',
    job_key: JOB_ID,
    subject: WORK_POINT_ID,
    payload: 'null',
    state: 'failed',
    run_at: now,
    attempts: 5,
    lease_token: null,
    lease_until: null,
    rerun_at: null,
    last_error: 'An example of a job that was given up. Nothing carries out its kind.',
    note: null,
    created_at: now,
    updated_at: now,
  })
}

async function addSeries(ctx: Ctx, id: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const read = readAll(NewSeries, body)
  await createSeries({ ...ctx, newId: () => id }, read.name, read.document_type, seriesChanges(read))
}
