import { randomBytes } from 'node:crypto'
import type { AnafAccess } from '../../adapters/anaf/anaf-access.ts'
import { readAll } from '../../http/fields.ts'
import type { JobTools } from '../../jobs/job.ts'
import { withdrawJob } from '../../jobs/withdraw.store.ts'
import { queueStep, SUBMISSION_JOB } from '../../resources/efactura/queue-step.ts'
import { receiveSample } from '../../resources/efactura/receive-sample.ts'
import { submissionJob } from '../../resources/efactura/submission.job.ts'
import { submitInvoice } from '../../resources/efactura/submit-invoice.ts'
import { syncInbox } from '../../resources/efactura/sync-inbox.ts'
import { isSeriesUsed, listSeries } from '../../resources/series/series.store.ts'
import { listCompanies, lockCompany } from '../../resources/settings/company.store.ts'
import { ChangedSettings, settingsChanges } from '../../resources/settings/settings.schema.ts'
import { changeSettings } from '../../resources/settings/update-settings.ts'
import { listWorkPoints } from '../../resources/work-points/work-point.store.ts'
import { makeAnafSimulator } from '../../simulator/anaf-simulator.ts'
import { sandboxFaults } from '../../simulator/sandbox-faults.ts'
import { sandboxMail } from '../../simulator/sandbox-mail.ts'
import { bucharestDay, type Clock } from '../../store/clock.ts'
import type { Conn, Database } from '../../store/conn.ts'
import type { Ctx } from '../../store/ctx.ts'
import { simulatedAccess } from '../simulated-access.ts'
import { UsageError } from '../usage.ts'
import { type Moment, unixOf } from './calendar.ts'
import { carryOut, onItsDay, type Stage } from './carry-out.ts'
import { CLERKS, SELLER } from './lists/seller.ts'
import { planSandbox, type Sending } from './sandbox-plan.ts'
import type { DemoTarget } from './seed-demo.ts'

/** For how long one waits that is to be sent later. */
const WAITS_SECONDS = 7 * 86_400
/** Sent, asked for, fetched; each of them once or twice. */
const MOST_STEPS = 20

/** County and town of the client that the examples of the manual put right. */
const REJECTION = { kind: 'reject', endpoint: 'upload', timesLeft: 1, after: 0, delayMs: 0, rules: ['BR-RO-110'] }

interface Demo {
  readonly database: Database
  readonly clock: DemoClock
  readonly access: AnafAccess
  readonly companyId: string
  /** When the worker takes over what this did not come to the end of, in Unix seconds. */
  readonly interruptedAt: number
}

/** Stands where the demo has come to. */
class DemoClock implements Clock {
  #nowMs = 0
  nowMs(): number {
    return this.#nowMs
  }
  moveTo(unixSeconds: number): void {
    this.#nowMs = unixSeconds * 1000
  }
}

/**
 * Fills a new sandbox with e-invoices of the last weeks: sent to the simulator, each on its own day, by the steps that
 * the worker takes. A sandbox that somebody has used stays as it is.
 */
export async function seedSandbox({ database, clock, companyId: asked }: DemoTarget): Promise<{ isNew: boolean }> {
  const companyId = asked ?? (await firstSandbox(database.read))
  const plan = planSandbox(bucharestDay(clock.nowMs()))
  const founding = { id: 'set_test000001', at: plan.since }
  const isNew = await database.transact(async (db) => onItsDay(await stageOf(db, companyId), founding, begin))
  if (!isNew) return { isNew }
  await database.transact(async (db) => carryOut(await stageOf(db, companyId), plan.steps, new Map()))
  const demoClock = new DemoClock()
  const secret = randomBytes(32).toString('base64url')
  const simulator = makeAnafSimulator({ database, clock: demoClock, secret, hasControl: false })
  try {
    const interruptedAt = Math.floor(clock.nowMs() / 1000) + 600
    const demo = { database, clock: demoClock, access: simulatedAccess(simulator), companyId, interruptedAt }
    for (const at of plan.samples) await receive(demo, at)
    for (const sending of plan.sendings) await send(demo, sending)
    demoClock.moveTo(Math.floor(clock.nowMs() / 1000))
    await syncInbox(demo, demo.access, { companyId, environment: 'test' }, SELLER.firm.cui.replace('RO', ''))
  } finally {
    await simulator.close()
  }
  return { isNew }
}

async function firstSandbox(db: Conn): Promise<string> {
  const company = (await listCompanies(db)).find(({ mode }) => mode === 'test')
  if (!company) throw new UsageError('There is no sandbox to fill with demo data.')
  return company.id
}

async function stageOf(db: Conn, companyId: string): Promise<Stage> {
  const workPoint = (await listWorkPoints(db, companyId)).find(({ is_default }) => is_default === 1)
  if (!workPoint) throw new Error(`company ${companyId} has no default work point`)
  return { db, companyId, workPointId: workPoint.id }
}

/** Gives the sandbox the company of the demo. False when it has documents. */
async function begin(ctx: Ctx): Promise<boolean> {
  await lockCompany(ctx)
  const used = await Promise.all((await listSeries(ctx)).map(({ id }) => isSeriesUsed(ctx, id)))
  if (used.includes(true)) return false
  await changeSettings(ctx, settingsChanges(readAll(ChangedSettings, SELLER)))
  return true
}

async function receive({ database, companyId }: Demo, at: Moment): Promise<void> {
  await database.transact(async (db) =>
    onItsDay(await stageOf(db, companyId), { id: 'msg_test000001', at }, (ctx) => receiveSample(ctx, sandboxMail)),
  )
}

async function send(demo: Demo, { id, at, fate }: Sending): Promise<void> {
  const { database, companyId, clock } = demo
  clock.moveTo(unixOf(at))
  const submissionId = `sub_${id.slice('inv_'.length)}`
  await database.transact(async (db) => {
    const stage = await stageOf(db, companyId)
    await onItsDay(stage, { id: submissionId, at }, async (ctx) => {
      const { submission } = await submitInvoice(ctx, id, { actorName: CLERKS[0] ?? '' })
      // The worker of the server would take it further today, and not then. It does where this is interrupted.
      await withdrawJob(db, { companyId, kind: SUBMISSION_JOB, key: submission.id })
      queueStep(db, submission, fate === 'queued' ? ctx.now + WAITS_SECONDS : demo.interruptedAt, ctx.now)
      if (fate === 'rejected') await sandboxFaults.order(db, companyId, REJECTION, clock.nowMs())
    })
  })
  if (fate === 'queued') return
  await takeAllSteps(demo, submissionId)
  await database.transact((db) => withdrawJob(db, { companyId, kind: SUBMISSION_JOB, key: submissionId }))
}

/** Until there is nothing left to do, which the simulator has it come to. */
async function takeAllSteps({ database, clock, access, companyId }: Demo, submissionId: string): Promise<void> {
  const handler = submissionJob(access)
  const tools: JobTools = {
    database,
    clock,
    signal: new AbortController().signal,
    isStillMine: async () => true,
    extendLease: async () => {},
    settle: async () => {},
  }
  const job = {
    id: submissionId,
    companyId,
    kind: handler.kind,
    key: submissionId,
    subject: submissionId,
    payload: null,
  }
  for (let attempts = 1; attempts <= MOST_STEPS; attempts++) {
    const createdAt = Math.floor(clock.nowMs() / 1000)
    const outcome = await handler.run({ ...job, attempts, createdAt }, tools)
    if (outcome.kind === 'done') return
    if (outcome.kind !== 'again') throw new Error(`the demo was not sent: ${outcome.note}`)
    clock.moveTo(Math.max(createdAt, outcome.at))
  }
  throw new Error(`the demo was not sent: ${submissionId} has no end`)
}
