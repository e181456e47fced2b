import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { workerOf } from '../../src/cli/work.ts'
import { done, given } from '../given.ts'
import { BUYER, FIRM } from '../given-spv.ts'
import { dialects } from '../harness.ts'
import { liveCompany } from './live-company.ts'

const SANDBOX_INVOICES = 20

describe.each(dialects)('beside a sandbox whose ANAF takes a minute, on %s', (dialect) => {
  test.each([1, 8])(
    'the invoice of a live company is accepted, %i jobs at a time',
    async (jobConcurrency) => {
      const { app, issue, send, standing, arrived, connect } = await liveCompany(dialect)
      done(await app.asTest.patch('/settings', FIRM))
      for (const kind of ['slow', 'slow']) {
        done(await app.asTest.post('/efactura/simulator/faults', { kind, times: 1_000, delay_ms: 60_000 }))
      }
      for (let n = 0; n < SANDBOX_INVOICES; n++) {
        const { id } = await given(app.asTest).invoice({ client_data: BUYER })
        done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
      }
      const states = async () => {
        const rows = app.database.read.kysely.selectFrom('efactura_submission').select(['environment', 'state'])
        return (await rows.where('environment', '=', 'test').execute()).map(({ state }) => state)
      }
      const worker = workerOf(app.services, { jobConcurrency, jobPollMs: 20, shutdownGraceMs: 10_000 }, app.app.log)
      worker.start()
      await expect.poll(states, { timeout: 10_000 }).toContain('sending')
      await connect()
      const { id, number } = await issue()
      done(await send(id))
      for (let n = 0; n < 200 && (await standing(id)) !== 'accepted'; n++) {
        // ANAF decides after half a minute, and is asked again after a while; what waits there is not over by then.
        if (n % 20 === 19) app.clock.advance(20_000)
        await sleep(20)
      }
      expect([await standing(id), await arrived(number)]).toEqual(['accepted', [{ world: 'prod', errors: null }]])
      const left = await states()
      expect(left).toHaveLength(SANDBOX_INVOICES)
      expect(left.filter((state) => state === 'accepted' || state === 'processing')).toEqual([])
      const stopped = worker.stop()
      // What waits for the simulator ends with it.
      await app.simulator.close()
      await stopped
    },
    30_000,
  )
})
