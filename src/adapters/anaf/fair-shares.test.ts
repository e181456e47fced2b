import { describe, expect, onTestFinished, test } from 'vitest'
import { anUpload } from '../../../test/anaf.ts'
import { type Dialect, dialects, freshDatabase, makeClock, TEST_NOW } from '../../../test/harness.ts'
import { migrate } from '../../store/migrate.ts'
import type { AnafClient, AnafFailure, AnafRefusal } from './anaf.ts'
import { ANAF_LIMITS, type AnafLimits, BREAKER_RULES } from './anaf-limits.ts'
import { withBudgets } from './with-budgets.ts'

const TROUBLE: AnafFailure = {
  kind: 'failure',
  reason: 'unavailable',
  mayHaveArrived: true,
  retryAfterSeconds: null,
  status: 500,
  detail: 'HTTP 500',
}
const FIREWALL: AnafFailure = { ...TROUBLE, reason: 'unreadable', status: 200, detail: 'HTTP 200, <html>' }
const NO_RIGHT: AnafRefusal = { kind: 'refusal', cause: 'rights', errors: ['Nu aveti drept'] }
const HELD = { kind: 'failure', mayHaveArrived: false, status: null }
const { failures, pauseSeconds, deferSeconds } = BREAKER_RULES

/** ANAF as several companies of one installation see it. `answers` says what it thinks of a call. */
async function given(dialect: Dialect, limits: Partial<AnafLimits> = {}) {
  const { database, remove } = await freshDatabase(dialect)
  onTestFinished(remove)
  await migrate(database)
  const clock = makeClock(TEST_NOW)
  const anaf = { calls: 0, answers: (_what: string): AnafFailure | AnafRefusal | null => null }
  const answer = async (what: string, usual: object) => {
    anaf.calls++
    return (anaf.answers(what) ?? usual) as never
  }
  const plain = {
    upload: (_token: string, { cif }: { cif: string }) => answer(`upload ${cif}`, { kind: 'received', uploadId: '1' }),
    status: (_token: string, id: string) => answer(`status ${id}`, { kind: 'processing' }),
    list: (_token: string, { cif }: { cif: string }) => answer(`list ${cif}`, { kind: 'too_many' }),
    listPage: (_token: string, { cif }: { cif: string }) => answer(`list ${cif}`, { kind: 'too_many' }),
    download: (_token: string, id: string) => answer(`download ${id}`, NO_RIGHT),
  } as unknown as AnafClient
  const of = (companyId: string, environment: 'test' | 'live' = 'live') =>
    withBudgets(plain, { database, clock, environment, companyId, limits: { ...ANAF_LIMITS, ...limits } })
  return { anaf, clock, database, of }
}

/** How many of so many calls ANAF has seen. */
async function seen(count: number, anaf: { readonly calls: number }, call: (n: number) => Promise<unknown>) {
  const before = anaf.calls
  for (let n = 0; n < count; n++) await call(n)
  return anaf.calls - before
}

const list = (client: AnafClient, cif = '1') => client.list('t', { cif, days: 1, filter: null })
const rasp = (client: AnafClient, cif: string) => client.upload('t', anUpload({ standard: 'RASP', cif }))

describe.each(dialects)('what ANAF allows a minute on %s', (dialect) => {
  // 40 in ten seconds.
  const limits = { callsPerMinute: 280, listPerDay: 10_000 }

  test('is not all for the lists and downloads of one company, nor for those of all', async () => {
    const { anaf, of } = await given(dialect, limits)
    const [greedy, second, third] = [of('co_a'), of('co_b'), of('co_c')]
    expect(await seen(100, anaf, () => list(greedy))).toBe(10)
    expect(await seen(100, anaf, (n) => second.download('t', `${n}`))).toBe(10)
    expect(await list(third)).toMatchObject({ ...HELD, reason: 'rate_limited', retryAfterSeconds: 10 })
    // What they may not have any more, uploads and status of everybody still may.
    expect(await seen(100, anaf, () => third.upload('t', anUpload()))).toBe(20)
    expect(await third.upload('t', anUpload())).toMatchObject({ reason: 'rate_limited', detail: /co_c/ })
  })

  test('is not all for the uploads of one company', async () => {
    const { anaf, clock, of } = await given(dialect, limits)
    const [greedy, other] = [of('co_a'), of('co_b')]
    expect(await seen(100, anaf, () => greedy.upload('t', anUpload()))).toBe(20)
    expect(await seen(100, anaf, (n) => greedy.status('t', `${n}`))).toBe(0)
    expect(await other.upload('t', anUpload())).toMatchObject({ kind: 'received' })
    expect(await other.status('t', '7')).toEqual({ kind: 'processing' })
    expect(await list(other)).toEqual({ kind: 'too_many' })
    clock.advance(10_000)
    expect(await seen(100, anaf, () => greedy.upload('t', anUpload()))).toBe(20)
  })

  test('is one for both environments, which are one host', async () => {
    const { anaf, of } = await given(dialect, limits)
    const calls = [of('co_a'), of('co_b'), of('co_c')].flatMap((_, n) => [of(`co_${n}`, 'test'), of(`co_${n}`, 'live')])
    expect(await seen(120, anaf, (n) => (calls[n % calls.length] as AnafClient).upload('t', anUpload()))).toBe(40)
  })

  test('what is refused for a day costs nothing of the minute', async () => {
    const { anaf, of } = await given(dialect, { ...limits, statusPerDay: 1 })
    const client = of('co_a')
    expect(await seen(100, anaf, () => client.status('t', 'same'))).toBe(1)
    expect(await seen(100, anaf, (n) => client.status('t', `${n}`))).toBe(19)
  })
})

describe.each(dialects)('the limits of a CIF on %s', (dialect) => {
  test('count calls about it, however it is written', async () => {
    const { anaf, of } = await given(dialect, { buyerMessagesPerDay: 2, listPerDay: 2 })
    const client = of('co_a')
    for (const call of [rasp, list] as const) {
      expect(await seen(3, anaf, (n) => call(client, n === 0 ? 'RO77' : '77'))).toBe(2)
      expect(await seen(3, anaf, () => call(client, '78'))).toBe(2)
    }
  })

  test('are not spent by a company that has no right to it', async () => {
    const { anaf, clock, of } = await given(dialect, { buyerMessagesPerDay: 5, listPerDay: 5 })
    const [intruder, owner] = [of('co_a'), of('co_b')]
    for (const call of [rasp, list] as const) {
      anaf.answers = () => NO_RIGHT
      expect(await seen(10, anaf, () => call(intruder, '77'))).toBe(10)
      anaf.answers = () => null
      expect(await seen(10, anaf, () => call(owner, '77'))).toBe(5)
      clock.advance(10_000)
    }
  })
})

describe.each(dialects)('one company’s trouble on %s', (dialect) => {
  test('a firewall that dislikes its documents makes nobody wait', async () => {
    const { anaf, of } = await given(dialect)
    const [one, other] = [of('co_a'), of('co_b')]
    anaf.answers = () => FIREWALL
    expect(await seen(10, anaf, (n) => (n % 2 ? one : other).status('t', `${n}`))).toBe(10)
    anaf.answers = () => null
    expect(await list(other)).toEqual({ kind: 'too_many' })
    expect(await list(one)).toEqual({ kind: 'too_many' })
  })

  test('a page of a firewall does not end a silence, and lets whoever comes next try', async () => {
    const { anaf, clock, of } = await given(dialect)
    const one = of('co_a')
    anaf.answers = () => TROUBLE
    await seen(failures, anaf, (n) => one.status('t', `${n}`))
    clock.advance(pauseSeconds * 1_000)
    anaf.answers = () => FIREWALL
    expect(await one.status('t', 'a')).toBe(FIREWALL)
    expect(await one.status('t', 'b')).toBe(FIREWALL)
    anaf.answers = () => TROUBLE
    expect(await one.status('t', 'c')).toBe(TROUBLE)
    expect(await one.status('t', 'd')).toMatchObject({ ...HELD, reason: 'unavailable' })
  })

  test('a 500 for everything it sends makes only itself wait', async () => {
    const { anaf, clock, of } = await given(dialect)
    const [poisoned, other] = [of('co_a'), of('co_b')]
    anaf.answers = (what) => (what === 'upload 666' ? TROUBLE : null)
    const upload = () => poisoned.upload('t', anUpload({ cif: '666' }))
    expect(await seen(20, anaf, upload)).toBe(failures)
    for (let n = 0; n < 10; n++) {
      expect(await list(other, `${n}`)).toEqual({ kind: 'too_many' })
      await upload()
      clock.advance(60_000)
    }
  })

  test('of several it is silence, and makes everybody wait', async () => {
    const { anaf, clock, of } = await given(dialect)
    anaf.answers = () => TROUBLE
    await seen(failures, anaf, (n) => list(of(`co_${n}`)))
    expect(await list(of('co_late'))).toMatchObject({ ...HELD, retryAfterSeconds: pauseSeconds })
    expect(await list(of('co_test', 'test'))).toBe(TROUBLE)
    clock.advance(pauseSeconds * 1_000)
    expect(await list(of('co_late'))).toBe(TROUBLE)
    expect(await list(of('co_later'))).toMatchObject({ ...HELD, retryAfterSeconds: 2 * pauseSeconds })
  })

  test('whoever failed to end a silence lets another try next', async () => {
    const { anaf, clock, of } = await given(dialect)
    const [poisoned, other] = [of('co_a'), of('co_b')]
    anaf.answers = () => TROUBLE
    for (let n = 0; n < failures; n++) await list(n % 2 ? poisoned : other)
    anaf.answers = (what) => (what === 'status poison' ? TROUBLE : null)
    clock.advance(pauseSeconds * 1_000)
    expect(await poisoned.status('t', 'poison')).toBe(TROUBLE)
    clock.advance(2 * pauseSeconds * 1_000)
    expect(await poisoned.status('t', 'poison')).toMatchObject({ ...HELD, retryAfterSeconds: deferSeconds })
    expect(await list(other)).toEqual({ kind: 'too_many' })
    expect(await list(poisoned)).toEqual({ kind: 'too_many' })
  })

  test('a document that ends in a 500 lets the others of its company try next', async () => {
    const { anaf, clock, of } = await given(dialect)
    const client = of('co_a')
    anaf.answers = () => TROUBLE
    await seen(failures, anaf, () => client.status('t', 'poison'))
    clock.advance(pauseSeconds * 1_000)
    anaf.answers = (what) => (what === 'status poison' ? TROUBLE : null)
    expect(await client.status('t', 'poison')).toMatchObject({ ...HELD, retryAfterSeconds: deferSeconds })
    expect(await client.status('t', 'good')).toEqual({ kind: 'processing' })
    expect(await client.upload('t', anUpload())).toMatchObject({ kind: 'received' })
    // Where nobody else comes, it is its turn in the end.
    expect(await client.status('t', 'poison')).toBe(TROUBLE)
  })
})
