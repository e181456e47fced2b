import { describe, expect, test } from 'vitest'
import type { AnafClient, AnafMessage, DownloadAnswer, ListAnswer } from '../../src/adapters/anaf/anaf.ts'
import type { AnafAccess } from '../../src/adapters/anaf/anaf-access.ts'
import { foundCompany } from '../../src/cli/first-start.ts'
import { syncInbox } from '../../src/resources/efactura/sync-inbox.ts'
import { SAMPLES } from '../efactura/ubl-samples.ts'
import { done, given } from '../given.ts'
import { BUYER, FIRM } from '../given-spv.ts'
import { dialects, type TestApp, testApp } from '../harness.ts'

const CIF = '1234567897'
const DAY_MS = 86_400_000
const PAGE = 500

/** A mailbox at ANAF, newest message first as there. */
class Mailbox {
  readonly messages: AnafMessage[] = []
  readonly documents = new Map<string, string>()
  readonly windows: { fromMs: number; toMs: number }[] = []
  readonly downloads: string[] = []
  /** Before the n-th page from now: something happens, or fails. */
  beforePage: (page: number) => ListAnswer | null = () => null
  handOut: (id: string) => DownloadAnswer | null = () => null
  private readonly app: TestApp

  constructor(app: TestApp) {
    this.app = app
  }

  put(id: string, agoMs = 3_600_000, document = SAMPLES.plain): void {
    this.documents.set(id, document)
    this.messages.unshift({
      id,
      uploadId: `5${id}`,
      kind: 'received',
      kindText: 'FACTURA PRIMITA',
      createdAt: '',
      createdAtUnix: Math.floor((this.app.clock.nowMs() - agoMs) / 1000),
      cif: CIF,
      sellerCif: '14399840',
      buyerCif: CIF,
      details: '',
    })
  }

  access(): AnafAccess {
    const client: Partial<AnafClient> = {
      listPage: async (_token, { fromMs, toMs, page }) => {
        if (page === 1) this.windows.push({ fromMs, toMs })
        const answer = this.beforePage(page)
        if (answer) return answer
        const inWindow = this.messages.filter(({ createdAtUnix }) => {
          const atMs = (createdAtUnix ?? 0) * 1000
          return atMs >= fromMs - 1000 && atMs <= toMs
        })
        const pages = Math.ceil(inWindow.length / PAGE)
        const messages = inWindow.slice((page - 1) * PAGE, page * PAGE)
        return { kind: 'messages', messages, page, pages, total: inWindow.length }
      },
      download: async (_token, id) => {
        this.downloads.push(id)
        const refused = this.handOut(id)
        if (refused) return refused
        const document = Buffer.from(this.documents.get(id) ?? '')
        const zip = Buffer.concat([Buffer.from('zip of '), Buffer.from(id)])
        return {
          kind: 'archive',
          zip,
          document,
          documentName: 'a.xml',
          documentKind: 'invoice',
          signature: null,
          errors: [],
        }
      },
    }
    return {
      connect: async () => ({ kind: 'connected', client: client as AnafClient, token: 't', certainAfterSeconds: 900 }),
      publicServices: async () => client as AnafClient,
    }
  }
}

async function inbox(dialect: 'sqlite' | 'postgres') {
  const app = await testApp(dialect)
  const mailbox = new Mailbox(app)
  const place = { companyId: app.sandbox.companyId, environment: 'test' } as const
  const sync = () => syncInbox(app.services, mailbox.access(), place, CIF)
  const rows = () => app.database.read.kysely.selectFrom('efactura_message').selectAll().orderBy('message_id').execute()
  const events = async () =>
    (await app.database.read.query(`select 1 as one from event where type = 'efactura.received'`, [])).length
  return { app, mailbox, sync, rows, events }
}

const REFUSED: DownloadAnswer = {
  kind: 'refusal',
  cause: 'not_found',
  errors: ['nu exista inregistrata nici o factura'],
}

describe.each(dialects)('the inbox on %s', (dialect) => {
  test('begins sixty days back, and then reads what is new, with an overlap', async () => {
    const { app, mailbox, sync, rows, events } = await inbox(dialect)
    for (let day = 0; day < 59; day++) mailbox.put(String(1000 + day), day * DAY_MS + 1_000)
    expect(await sync()).toMatchObject({ kind: 'synced', found: 59, fetched: 59, isComplete: true })
    const nowMs = app.clock.nowMs()
    expect(nowMs - (mailbox.windows[0]?.fromMs ?? 0)).toBe(60 * DAY_MS - 60_000)
    app.clock.advance(900_000)
    mailbox.put('2000', 1_000)
    expect(await sync()).toMatchObject({ kind: 'synced', found: 1, fetched: 1 })
    expect(mailbox.windows[1]?.fromMs).toBe(nowMs - 36 * 3_600_000)
    expect(await sync()).toMatchObject({ kind: 'synced', found: 0, fetched: 0 })
    expect([(await rows()).length, mailbox.downloads.length, await events()]).toEqual([60, 60, 60])
  })

  test('reads 1,203 messages over three pages while new ones push them on', async () => {
    const { mailbox, sync, rows } = await inbox(dialect)
    for (let n = 0; n < 1_203; n++) mailbox.put(String(10_000 + n))
    let pushed = 0
    mailbox.beforePage = (page) => {
      if (page > 1 && pushed < 2) mailbox.put(String(20_000 + pushed++))
      return null
    }
    const runs: number[] = []
    for (let isComplete = false; !isComplete; ) {
      const synced = await sync()
      if (synced.kind !== 'synced') throw new Error('it was to be synced')
      runs.push(synced.fetched)
      isComplete = synced.isComplete
    }
    expect([(await rows()).length, new Set(mailbox.downloads).size, mailbox.downloads.length]).toEqual([
      1_205, 1_205, 1_205,
    ])
    expect(runs.length).toBe(7)
  }, 60_000)

  test('forgets nothing when a page in the middle fails', async () => {
    const { app, mailbox, sync, rows } = await inbox(dialect)
    for (let n = 0; n < 620; n++) mailbox.put(String(10_000 + n), 50 * DAY_MS)
    mailbox.beforePage = (page) => (page === 2 ? { kind: 'refusal', cause: 'technical', errors: ['eroare'] } : null)
    expect(await sync()).toMatchObject({ kind: 'problem' })
    app.clock.advance(2 * DAY_MS)
    mailbox.beforePage = () => null
    for (let run = 0; run < 4; run++) await sync()
    expect((await rows()).filter(({ state }) => state === 'stored')).toHaveLength(620)
  }, 60_000)

  test('tries again what ANAF refuses, lets it stand in nobody’s way, and gives it up where it can be seen', async () => {
    const { app, mailbox, sync, rows, events } = await inbox(dialect)
    for (const id of ['1', '2', '3', '4', '5']) mailbox.put(id)
    mailbox.handOut = (id) => (Number(id) <= 4 ? REFUSED : null)
    expect(await sync()).toMatchObject({ fetched: 1 })
    expect((await rows()).map(({ state }) => state)).toEqual(['listed', 'listed', 'listed', 'listed', 'stored'])
    mailbox.handOut = (id) => (Number(id) <= 3 ? REFUSED : null)
    for (let day = 0; day < 6; day++) {
      const before = mailbox.downloads.filter((id) => id === '1').length
      for (let round = 0; round < 96; round++) {
        app.clock.advance(900_000)
        await sync()
      }
      expect(mailbox.downloads.filter((id) => id === '1').length - before).toBeLessThanOrEqual(10)
    }
    expect((await rows()).map(({ state }) => state)).toEqual(['failed', 'failed', 'failed', 'stored', 'stored'])
    expect((await rows())[0]).toMatchObject({ attempts: 40, last_error: expect.stringContaining('nu exista') })
    expect(await events()).toBe(2)
  }, 120_000)

  test('gives nothing up because ANAF is away for days', async () => {
    const { app, mailbox, sync, rows } = await inbox(dialect)
    for (const id of ['1', '2', '3', '4', '5']) mailbox.put(id)
    mailbox.handOut = () => ({
      kind: 'failure',
      reason: 'unavailable',
      mayHaveArrived: true,
      retryAfterSeconds: null,
      status: 500,
      detail: 'HTTP 500',
    })
    for (let round = 0; round < 120; round++) {
      app.clock.advance(3_600_000)
      await sync()
    }
    mailbox.handOut = () => null
    app.clock.advance(4 * 3_600_000)
    await sync()
    expect((await rows()).map(({ state }) => state)).toEqual(Array(5).fill('stored'))
  }, 60_000)

  test('keeps what is no invoice and no XML byte for byte', async () => {
    const { app, mailbox, sync, rows } = await inbox(dialect)
    const nonsense = ['', 'not XML', '<a><b></a>', '<Invoice xmlns="x"/>', `<x>${'<y>'.repeat(500)}`, '\u0000\u0001']
    for (const [n, document] of nonsense.entries()) mailbox.put(String(n + 1), 1_000, document)
    expect(await sync()).toMatchObject({ fetched: nonsense.length, isComplete: true })
    for (const [n, row] of (await rows()).entries()) {
      const files = app.database.read.kysely.selectFrom('efactura_file').select('content')
      const { content } = await files.where('id', '=', row.xml_file_id ?? '').executeTakeFirstOrThrow()
      expect(Buffer.from(content, 'base64').toString('utf8')).toBe(nonsense[n])
      expect(JSON.parse(row.summary ?? '').kind).toBe('other')
    }
  })

  test('believes no moment that a wrong clock noted', async () => {
    const { app, mailbox, sync, rows } = await inbox(dialect)
    mailbox.put('1', 40 * DAY_MS)
    app.clock.advance(400 * DAY_MS)
    await sync()
    app.clock.advance(-400 * DAY_MS)
    expect(await sync()).toMatchObject({ kind: 'synced', found: 1, fetched: 1 })
    expect(await rows()).toHaveLength(1)
  })

  test('stores and tells once what two runs fetch at the same time', async () => {
    const { app, mailbox, sync, rows, events } = await inbox(dialect)
    for (let n = 0; n < 20; n++) mailbox.put(String(100 + n))
    await Promise.all([sync(), sync(), sync()])
    const files = await app.database.read.query(`select id from efactura_file where kind = 'archive'`, [])
    expect([(await rows()).length, files.length, await events()]).toEqual([20, 20, 20])
  })

  test('finds what two companies of one simulator send each other', async () => {
    const app = await testApp(dialect)
    const now = Math.floor(app.clock.nowMs() / 1000)
    const second = await app.database.transact(async (db) => foundCompany(db, 'test', 'A doua SRL', now))
    const asSecond = app.withKey(second.secret)
    done(await app.asTest.patch('/settings', FIRM))
    done(await asSecond.patch('/settings', { ...FIRM, name: BUYER.name, cui: BUYER.cui }))
    for (const [caller, client_data] of [
      [app.asTest, BUYER],
      [asSecond, { ...BUYER, name: FIRM.name, cui: FIRM.cui }],
    ] as const) {
      const { id } = await given(caller).invoice({ client_data })
      done(await caller.post(`/invoices/${id}/send-to-spv`))
    }
    for (let minute = 0; minute < 5; minute++) {
      await app.runDue()
      app.clock.advance(60_000)
    }
    const { anafAccess } = app.services
    if (!anafAccess) throw new Error('the application of a test reaches ANAF')
    for (const [companyId, cif, other] of [
      [app.sandbox.companyId, '1234567897', '14399840'],
      [second.companyId, '14399840', '1234567897'],
    ] as const) {
      await syncInbox(app.services, anafAccess, { companyId, environment: 'test' }, cif)
      const found = app.database.read.kysely.selectFrom('efactura_message').selectAll()
      const rows = await found.where('company_id', '=', companyId).orderBy('kind').execute()
      expect(rows.map(({ kind, seller_cif, state }) => [kind, seller_cif, state])).toEqual([
        ['received', other, 'stored'],
        ['sent', cif, 'stored'],
      ])
    }
  })
})
