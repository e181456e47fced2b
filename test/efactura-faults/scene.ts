import { setImmediate as turn } from 'node:timers/promises'
import type { AnafClient } from '../../src/adapters/anaf/anaf.ts'
import type { AnafAccess } from '../../src/adapters/anaf/anaf-access.ts'
import { findLatestSubmission } from '../../src/resources/efactura/submission.store.ts'
import type { SubmissionRow } from '../../src/store/efactura-tables.ts'
import { done, given } from '../given.ts'
import { BUYER } from '../given-spv.ts'
import { type Dialect, type TestApp, testApp } from '../harness.ts'
import { settle, type World, worldOf } from './schedule.ts'
import { beginLife, type Flight, type Life } from './worker-life.ts'

export interface Scene {
  readonly app: TestApp
  readonly world: World
  readonly flights: Set<Flight>
  /** A worker whose client answers as it is told, and otherwise like the simulator. */
  worker(answers?: Partial<AnafClient>, hold?: 'there' | 'back' | null): Life
  /** Issues an invoice and asks for it to be sent. */
  send(): Promise<{ readonly id: string; readonly number: string }>
  row(invoiceId: string): Promise<SubmissionRow>
  /** How often it arrived at ANAF. */
  uploads(number: string): Promise<number>
  order(fault: object): Promise<void>
  settle(worker?: Life): Promise<void>
  /** Lets everybody work until nobody moves any more, as far as they are let. */
  moment(): Promise<void>
}

export async function scene(dialect: Dialect): Promise<Scene> {
  const app = await testApp(dialect)
  const world = await worldOf(app)
  const flights = new Set<Flight>()
  const lives: Life[] = []
  const worker: Scene['worker'] = (answers = {}, hold = null) => {
    const access: AnafAccess = {
      publicServices: (companyId) => world.access.publicServices(companyId),
      async connect(companyId, environment) {
        const connection = await world.access.connect(companyId, environment)
        if (connection.kind !== 'connected') return connection
        return { ...connection, client: { ...connection.client, ...answers } }
      },
    }
    // One call is held, the first upload.
    let isHeld = hold === null
    const holdUpload = (method: string) => {
      if (isHeld || method !== 'upload') return null
      isHeld = true
      return hold
    }
    const life = beginLife({ app, access, hasBudgets: false, hold: holdUpload, flights })
    lives.push(life)
    return life
  }
  return {
    app,
    world,
    flights,
    worker,
    send: async () => {
      const { id, number } = await given(app.asTest).invoice({ client_data: BUYER })
      done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
      return { id, number }
    },
    row: async (invoiceId) => {
      const row = await findLatestSubmission(app.database.read, app.sandbox.companyId, invoiceId)
      if (!row) throw new Error('there is no submission')
      return row
    },
    uploads: async (number) => {
      const rows = app.database.read.kysely.selectFrom('simulator_upload').select('seq').where('number', '=', number)
      return (await rows.where('standard', '<>', 'RASP').execute()).length
    },
    order: async (fault) => {
      const request = new Request('http://anaf/simulator/faults', { method: 'POST', body: JSON.stringify(fault) })
      const answer = await world.simulator.handle(request)
      if (answer.status !== 201) throw new Error(await answer.text())
    },
    settle: (one = worker()) => settle(world, one),
    moment: async () => {
      while (lives.some(({ isIdle, isHeld }) => !isIdle && !isHeld)) await turn()
    },
  }
}
