import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { AnafClient, AnafFailure } from '../../src/adapters/anaf/anaf.ts'
import { done, given, refusal, refused } from '../given.ts'
import { dialects } from '../harness.ts'
import { scene } from './scene.ts'
import { RULE } from './schedule.ts'

const BUSY: AnafFailure = {
  kind: 'failure',
  reason: 'rate_limited',
  mayHaveArrived: false,
  retryAfterSeconds: null,
  status: 429,
  detail: 'busy',
}
const NOTHING: Partial<AnafClient> = {
  listPage: async () => ({ kind: 'messages', messages: [], page: 1, pages: 0, total: 0 }),
}

describe.each(dialects)('a submission on %s', (dialect) => {
  test('takes the answer that comes when its worker has long lost the job', async () => {
    const { app, worker, send, row, uploads, moment, flights, settle } = await scene(dialect)
    const { id, number } = await send()
    worker({}, 'back').begin()
    await moment()
    app.clock.advance(310_000)
    const second = worker(NOTHING)
    second.begin()
    await moment()
    expect(await row(id)).toMatchObject({ state: 'unknown', upload_id: null })
    for (const flight of flights) flight.letGo()
    await moment()
    expect(await row(id)).toMatchObject({ state: 'processing', attempts: 1, upload_id: expect.stringMatching(/^\d+$/) })
    await settle(worker(NOTHING))
    expect([(await row(id)).state, await uploads(number)]).toEqual(['accepted', 1])
  })

  test('does not take the late answer of one attempt for that of the next', async () => {
    const { app, worker, send, row, uploads, moment, flights, settle } = await scene(dialect)
    const { id, number } = await send()
    worker({ upload: async () => BUSY }, 'back').begin()
    await moment()
    const [first] = flights
    app.clock.advance(310_000)
    const second = worker({}, 'back')
    second.begin()
    await moment()
    app.clock.advance(900_000)
    second.begin()
    await moment()
    expect(await row(id)).toMatchObject({ state: 'sending', attempts: 2 })
    first?.letGo()
    await moment()
    expect(await row(id)).toMatchObject({ state: 'sending', attempts: 2 })
    for (const flight of flights) flight.letGo()
    await moment()
    await settle()
    expect([(await row(id)).state, await uploads(number)]).toEqual(['accepted', 1])
  })

  test('does not leave any more when its worker was held up until another had sent it', async () => {
    const { app, worker, send, row, uploads, settle, world } = await scene(dialect)
    const { id, number } = await send()
    const real = await world.access.connect(app.sandbox.companyId, 'test')
    if (real.kind !== 'connected') throw new Error('the sandbox is always connected')
    const second = worker()
    const slow = worker({
      upload: async (token, upload) => {
        for (const seconds of [310, 900]) {
          app.clock.advance(seconds * 1000)
          second.begin()
          while (!second.isIdle) await turn()
        }
        const answer = await real.client.upload(token, upload)
        expect(answer).toMatchObject({ kind: 'failure', mayHaveArrived: false })
        return answer
      },
    })
    slow.begin()
    while (!slow.isIdle) await turn()
    await settle()
    expect([await row(id), await uploads(number)]).toMatchObject([{ state: 'accepted', attempts: 2 }, 1])
  })

  test('is taken back when its invoice was voided before it left', async () => {
    const { app, send, row, uploads, settle } = await scene(dialect)
    const { id, number } = await send()
    done(await app.asTest.post(`/invoices/${id}/void`))
    await settle()
    expect([(await row(id)).state, await uploads(number)]).toEqual(['cancelled', 0])
  })

  test('keeps its invoice from being deleted once ANAF has it', async () => {
    const { app, send, row, settle } = await scene(dialect)
    const { id } = await send()
    await settle()
    done(await app.asTest.post(`/invoices/${id}/void`))
    expect(await refused(app, () => app.asTest.del(`/invoices/${id}`))).toEqual(refusal(400, 'invoice_sent_to_spv'))
    expect((await row(id)).state).toBe('accepted')
  })

  test('does not believe an index that another submission has', async () => {
    const { send, row, uploads, settle, worker } = await scene(dialect)
    const first = await send()
    await settle()
    const { upload_id: uploadId } = await row(first.id)
    const second = await send()
    let isFirst = true
    const lying = worker({
      upload: async () => {
        if (!isFirst) return BUSY
        isFirst = false
        return { kind: 'received', uploadId: uploadId ?? '' }
      },
    })
    lying.begin()
    await lying.ended()
    expect(await row(second.id)).toMatchObject({ state: 'unknown', upload_id: null })
    await settle()
    expect([(await row(second.id)).state, await uploads(second.number)]).toEqual(['accepted', 1])
  })

  test('is found under an index that a submission to the other environment has too', async () => {
    const { app, send, row, uploads, settle, order, worker } = await scene(dialect)
    const first = await send()
    await settle()
    const second = await send()
    await order({ endpoint: 'upload', kind: 'timeout_after_accepting' })
    const one = worker()
    one.begin()
    await one.ended()
    expect((await row(second.id)).state).toBe('unknown')
    const seqs = app.database.read.kysely
      .selectFrom('simulator_upload')
      .select('seq')
      .where('number', '=', second.number)
    const { seq } = await seqs.executeTakeFirstOrThrow()
    await app.database.transact(async (db) => {
      const change = { environment: 'live', upload_id: String(5_001_000_000 + seq) } as const
      await db.kysely.updateTable('efactura_submission').set(change).where('invoice_id', '=', first.id).execute()
    })
    await settle()
    expect([(await row(second.id)).state, await uploads(second.number)]).toEqual(['accepted', 1])
  })

  test('is recognised when ANAF writes its document in other bytes', async () => {
    const { app, send, row, uploads, settle, order, world, worker } = await scene(dialect)
    const { id, number } = await send()
    await order({ endpoint: 'upload', kind: 'timeout_after_accepting' })
    const real = await world.access.connect(app.sandbox.companyId, 'test')
    if (real.kind !== 'connected') throw new Error('the sandbox is always connected')
    const rewriting: Partial<AnafClient> = {
      download: async (token, messageId) => {
        const answer = await real.client.download(token, messageId)
        if (answer.kind !== 'archive') return answer
        return { ...answer, document: Buffer.concat([answer.document, Buffer.from('\n<!-- ANAF -->')]) }
      },
    }
    await settle(worker(rewriting))
    expect([(await row(id)).state, await uploads(number)]).toEqual(['accepted', 1])
  })

  test('is found by a server whose clock is ahead of the clock of ANAF', async () => {
    const { app, send, row, uploads, settle, order, world, worker } = await scene(dialect)
    const { id, number } = await send()
    await order({ endpoint: 'upload', kind: 'timeout_after_accepting' })
    const real = await world.access.connect(app.sandbox.companyId, 'test')
    if (real.kind !== 'connected') throw new Error('the sandbox is always connected')
    const behind: Partial<AnafClient> = {
      listPage: async (token, query) =>
        query.toMs > app.clock.nowMs() - 60_000
          ? {
              kind: 'refusal',
              cause: 'content',
              errors: ['endTime nu poate fi in viitor fata de momentul requestului'],
            }
          : real.client.listPage(token, query),
    }
    await settle(worker(behind))
    expect([(await row(id)).state, await uploads(number)]).toEqual(['accepted', 1])
  })

  test.each([
    ['in the future', 400 * 86_400, 'accepted'],
    ['longer ago than ANAF lists', -61 * 86_400, 'failed'],
  ] as const)('that was sent %s ends all the same', async (_when, seconds, state) => {
    const { app, send, row, uploads, settle, order, worker } = await scene(dialect)
    const { id, number } = await send()
    await order({ endpoint: 'upload', kind: 'timeout_after_accepting' })
    const one = worker()
    one.begin()
    await one.ended()
    const since = Math.floor(app.clock.nowMs() / 1000) + seconds
    await app.database.transact(async (db) => {
      await db.kysely.updateTable('efactura_submission').set({ sending_since: since }).execute()
    })
    await settle()
    expect([(await row(id)).state, await uploads(number)]).toEqual([state, 1])
    if (state === 'failed') expect((await row(id)).errors).toContain('SPV')
  })

  test('tells of a rejection with its reasons, though ANAF names them later', async () => {
    const { send, row, settle, order } = await scene(dialect)
    const { id } = await send()
    await order({ endpoint: 'upload', kind: 'reject', rules: [RULE] })
    await order({ endpoint: 'stareMesaj', kind: 'no_download_yet', times: 3 })
    await order({ endpoint: 'descarcare', kind: '500', times: 4 })
    await settle()
    expect(await row(id)).toMatchObject({ state: 'rejected', errors: expect.stringContaining(RULE) })
  })

  test('to the seller itself is accepted once', async () => {
    const { app, row, uploads, settle } = await scene(dialect)
    const { id, number } = await given(app.asTest).invoice({
      client_data: {
        name: 'Eu',
        cui: 'RO1234567897',
        address: 'Str. Lungă nr. 1',
        city: 'Cluj-Napoca',
        county: 'Cluj',
      },
    })
    done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    await settle()
    expect([(await row(id)).state, await uploads(number)]).toEqual(['accepted', 1])
  })

  test('goes in the name that the company had when it issued', async () => {
    const { app, send, row, settle } = await scene(dialect)
    const { id } = await send()
    done(await app.asTest.patch('/settings', { cui: 'RO14399840' }))
    await settle()
    expect(await row(id)).toMatchObject({ state: 'accepted', cif: '1234567897' })
  })
})
