import { describe, expect, onTestFinished, test } from 'vitest'
import { anUpload } from '../../../test/anaf.ts'
import { type Dialect, dialects, freshDatabase, makeClock, TEST_NOW } from '../../../test/harness.ts'
import { migrate } from '../../store/migrate.ts'
import type { AnafClient, AnafFailure } from './anaf.ts'
import { ANAF_LIMITS, type AnafLimits, BREAKER_RULES } from './anaf-limits.ts'
import { withBudgets } from './with-budgets.ts'

const SILENCE: AnafFailure = {
  kind: 'failure',
  reason: 'unavailable',
  mayHaveArrived: true,
  retryAfterSeconds: null,
  status: null,
  detail: 'x',
}
const UNAUTHORISED: AnafFailure = { ...SILENCE, reason: 'unauthorised', mayHaveArrived: false, status: 401 }
const HELD = { kind: 'failure', mayHaveArrived: false, status: null }
const XML = new Uint8Array()

/**
 * ANAF as two processes of a company see it that share a database, and another company: `says` is what it answers,
 * `calls` what reached it.
 */
async function given(dialect: Dialect, limits: Partial<AnafLimits> = {}) {
  const { database, remove } = await freshDatabase(dialect)
  onTestFinished(remove)
  await migrate(database)
  const clock = makeClock(TEST_NOW)
  const anaf = { says: null as AnafFailure | null, calls: [] as string[], delay: Promise.resolve() }
  const answer = (name: string, usual: object) => async () => {
    anaf.calls.push(name)
    await anaf.delay
    return (anaf.says ?? usual) as never
  }
  const plain: AnafClient = {
    upload: answer('upload', { kind: 'received', uploadId: '1' }),
    status: answer('status', { kind: 'processing' }),
    list: answer('list', { kind: 'too_many' }),
    listPage: answer('listPage', { kind: 'too_many' }),
    download: answer('download', { kind: 'refusal', cause: 'not_found', errors: [] }),
    validate: answer('validate', { kind: 'valid' }),
    transform: answer('transform', { kind: 'pdf', pdf: XML }),
    checkSignature: answer('checkSignature', { kind: 'valid', message: '' }),
  }
  const made = (environment: 'test' | 'live', companyId = 'co_a') =>
    withBudgets(plain, { database, clock, environment, companyId, limits: { ...ANAF_LIMITS, ...limits } })
  const stranger = made('live', 'co_b')
  return {
    anaf,
    clock,
    database,
    plain,
    made,
    client: made('live'),
    other: made('live'),
    stranger,
    sandbox: made('test'),
  }
}

const list = (client: AnafClient, cif = '1') => client.list('t', { cif, days: 1, filter: null })
const page = (client: AnafClient, cif = '1') => client.listPage('t', { cif, fromMs: 1, toMs: 2, page: 1, filter: null })
const rasp = (client: AnafClient, cif = '1') => client.upload('t', anUpload({ standard: 'RASP', cif }))

describe.each(dialects)('limits on %s', (dialect) => {
  test.each<[string, Partial<AnafLimits>, (client: AnafClient, of?: string) => Promise<{ kind: string }>]>([
    ['of the status of a message', { statusPerDay: 2 }, (client, of = '1') => client.status('t', of)],
    ['of the list of a CUI', { listPerDay: 2 }, list],
    ['of the pages of a CUI', { listPagePerDay: 2 }, page],
    ['of the download of a message', { downloadPerDay: 2 }, (client, of = '1') => client.download('t', of)],
    ["of a CUI's messages to sellers", { buyerMessagesPerDay: 2 }, rasp],
  ])('%s hold for all processes until midnight', async (_what, limits, call) => {
    const { anaf, clock, client, other, sandbox } = await given(dialect, limits)
    await call(client)
    await call(other)
    // It is noon in Bucharest.
    expect(await call(client)).toMatchObject({ ...HELD, reason: 'rate_limited', retryAfterSeconds: 12 * 3600 })
    expect(anaf.calls).toHaveLength(2)
    for (const free of [await call(client, '2'), await call(sandbox)]) expect(free).not.toMatchObject(HELD)
    clock.advance(12 * 3_600_000)
    expect(await call(other)).not.toMatchObject(HELD)
    expect(anaf.calls).toHaveLength(5)
  })

  test('of a minute are never passed in any sixty seconds', async () => {
    const { anaf, clock, client, stranger, made } = await given(dialect, { callsPerMinute: 70 })
    const callsAt: number[] = []
    for (let second = 0; second < 130; second++) {
      for (const one of [client, stranger, made('test', 'co_c')]) {
        const before = anaf.calls.length
        await one.upload('t', anUpload())
        if (anaf.calls.length > before) callsAt.push(second)
      }
      clock.advance(1_000)
    }
    const within = (from: number) => callsAt.filter((second) => second >= from && second < from + 60).length
    const busiest = Math.max(...callsAt.map(within))
    expect(busiest).toBeLessThanOrEqual(70)
    expect(busiest).toBeGreaterThanOrEqual(60)
  })

  test('uploads of invoices have no limit of their own, and services none at all', async () => {
    const { client } = await given(dialect, { buyerMessagesPerDay: 1, callsPerMinute: 42 })
    for (let n = 0; n < 3; n++) expect(await client.upload('t', anUpload())).toMatchObject({ kind: 'received' })
    expect(await client.upload('t', anUpload())).toMatchObject({ reason: 'rate_limited', retryAfterSeconds: 10 })
    for (let n = 0; n < 5; n++) expect(await client.validate(XML, 'UBL')).toEqual({ kind: 'valid' })
  })
})

describe.each(dialects)('silence of ANAF on %s', (dialect) => {
  const { failures, pauseSeconds, longestPauseSeconds, probeSeconds } = BREAKER_RULES

  async function silent(dialect: Dialect) {
    const all = await given(dialect)
    all.anaf.says = SILENCE
    for (let n = 0; n < failures; n++) expect(await list(n % 2 ? all.client : all.other)).toBe(SILENCE)
    return all
  }

  test('makes everybody wait, and spends nothing meanwhile', async () => {
    const { anaf, clock, client, other, sandbox } = await silent(dialect)
    clock.advance(10_000)
    for (let n = 0; n < 20; n++)
      expect(await other.download('t', '1')).toMatchObject({
        ...HELD,
        reason: 'unavailable',
        retryAfterSeconds: pauseSeconds - 10,
      })
    expect(anaf.calls).toHaveLength(failures)
    anaf.says = null
    expect(await list(sandbox)).toEqual({ kind: 'too_many' })
    expect(await client.validate(XML, 'UBL')).toEqual({ kind: 'valid' })
    clock.advance(pauseSeconds * 1_000)
    expect(await client.download('t', '1')).toMatchObject({ kind: 'refusal' })
  })

  test('that a clock years ahead noted keeps nobody waiting once the clock is right', async () => {
    const { anaf, clock, client, other } = await given(dialect)
    clock.advance(3 * 365 * 86_400_000)
    anaf.says = SILENCE
    for (let n = 0; n < failures; n++) await list(n % 2 ? client : other)
    clock.advance(-3 * 365 * 86_400_000)
    anaf.says = null
    expect(await list(client)).toEqual({ kind: 'too_many' })
    expect(await list(other)).toEqual({ kind: 'too_many' })
  })

  test('is broken by any answer before it is long', async () => {
    const { anaf, client } = await given(dialect)
    for (let n = 0; n < 3 * failures; n++) {
      anaf.says = n % failures === failures - 1 ? UNAUTHORISED : SILENCE
      expect(await list(client)).toBe(anaf.says)
    }
  })

  test('one call tries when the pause is over, and its success lets everybody in', async () => {
    const { anaf, clock, client, other } = await silent(dialect)
    clock.advance(pauseSeconds * 1_000)
    anaf.says = null
    let letGo = () => {}
    anaf.delay = new Promise((resolve) => {
      letGo = resolve
    })
    let held = 0
    const noted = async (answer: ReturnType<typeof list>) => {
      if ((await answer).kind === 'failure') held++
      return answer
    }
    const answers = [list(client), list(other), list(client), list(other)].map(noted)
    await expect.poll(() => [anaf.calls.length, held]).toEqual([failures + 1, 3])
    expect(await list(client)).toMatchObject({ ...HELD, reason: 'unavailable', retryAfterSeconds: probeSeconds })
    letGo()
    const kinds = (await Promise.all(answers)).map(({ kind }) => kind).sort()
    expect(kinds).toEqual(['failure', 'failure', 'failure', 'too_many'])
    expect(await Promise.all([list(client), list(other)])).toEqual([{ kind: 'too_many' }, { kind: 'too_many' }])
  })

  test('each failed attempt makes the pause twice as long, up to a quarter of an hour', async () => {
    const { clock, client, other } = await silent(dialect)
    const pauses: unknown[] = []
    for (let n = 0; n < 7; n++) {
      const held = await list(other)
      const seconds = held.kind === 'failure' ? (held.retryAfterSeconds ?? 0) : 0
      pauses.push(seconds)
      clock.advance(seconds * 1_000)
      expect(await list(client)).toBe(SILENCE)
    }
    expect(pauses).toEqual([30, 60, 120, 240, 480, longestPauseSeconds, longestPauseSeconds])
  })

  test('an attempt that never ends does not keep the others out for ever', async () => {
    const { anaf, clock, client, other } = await silent(dialect)
    clock.advance(pauseSeconds * 1_000)
    anaf.delay = new Promise(() => {})
    void list(client)
    await expect.poll(() => anaf.calls.length).toBe(failures + 1)
    anaf.delay = Promise.resolve()
    anaf.says = null
    expect(await list(other)).toMatchObject(HELD)
    clock.advance(probeSeconds * 1_000)
    expect(await list(other)).toEqual({ kind: 'too_many' })
  })

  test('failures that come in late do not make the pause longer', async () => {
    const { anaf, clock, client } = await given(dialect)
    anaf.says = SILENCE
    let letGo = () => {}
    anaf.delay = new Promise((resolve) => {
      letGo = resolve
    })
    const late = Array.from({ length: 3 }, () => list(client))
    await expect.poll(() => anaf.calls.length).toBe(3)
    anaf.delay = Promise.resolve()
    await Promise.all(Array.from({ length: failures }, () => list(client)))
    clock.advance(10_000)
    letGo()
    await Promise.all(late)
    expect(await list(client)).toMatchObject({ ...HELD, retryAfterSeconds: pauseSeconds - 10 })
  })

  test('an answer is handed on although the database is away by then', async () => {
    const { anaf, clock, database, plain } = await given(dialect)
    const away = () => Promise.reject(new Error('the database is away'))
    const transact: typeof database.transact = (unit) => (anaf.calls.length > 0 ? away() : database.transact(unit))
    const client = withBudgets(plain, {
      database: { ...database, transact },
      clock,
      environment: 'live',
      companyId: 'co_a',
    })
    anaf.says = SILENCE
    expect(await list(client)).toBe(SILENCE)
    await expect(list(client)).rejects.toThrow('the database is away')
    expect(anaf.calls).toHaveLength(1)
  })
})
