import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Dialect, dialects, type TestApp, testApp } from '../harness.ts'
import { audit, rowCounts } from './audit.ts'
import { type Api, Generator, type Shot } from './fuzz-requests.ts'
import { Chance } from './fuzz-values.ts'

/** `FUZZ=100000 npx vitest run test/e2e/fuzz.test.ts`, with FUZZ_SEED to see a failure again. */
const SHOTS = Number(process.env.FUZZ ?? 3_000)
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_121)
const SLOWEST_MS = 1_000
const AUDIT_EVERY = 5_000
/** Counting all rows takes as long as a request, so a long run counts now and then. */
const COMPARED_EVERY = SHOTS > 10_000 ? 20 : 4

interface Seen {
  readonly status: number
  readonly text: string
  /** Of this process, so that a busy machine does not count. */
  readonly cpuMs: number
}

async function fire(app: TestApp['app'], shot: Shot): Promise<Seen> {
  const before = process.cpuUsage()
  const answer = await app.inject(shot as never)
  const { user, system } = process.cpuUsage(before)
  return { status: answer.statusCode, text: answer.body, cpuMs: (user + system) / 1_000 }
}

/** What is wrong with an answer, whatever was asked. */
function faultOf(shot: Shot, { status, text, cpuMs }: Seen): string | null {
  if (status >= 500) return `status ${status}`
  if (cpuMs > SLOWEST_MS) return `${Math.round(cpuMs)} ms`
  const isOurs = shot.url.startsWith('/v1/') && shot.method !== 'HEAD'
  if (!isOurs) return null
  // A file is answered as it is.
  if (status === 200 && text.startsWith('<?xml')) return null
  const body = JSON.parse(text)
  if (status < 300) return body.success === true || Array.isArray(body) ? null : 'no success'
  const { error } = body
  const isWhole =
    body.success === false &&
    error.status === status &&
    error.code &&
    error.type &&
    error.message &&
    body.meta.request_id
  return isWhole ? null : 'not the error envelope'
}

function shown(shot: Shot, n: number): string {
  const payload = shot.payload ? shot.payload.subarray(0, 1_500).toString('latin1') : ''
  return `request ${n} of seed ${SEED}: ${shot.method} ${shot.url.slice(0, 500)} ${JSON.stringify(shot.headers).slice(0, 500)} ${payload}`
}

/** The answers of each database in turn, without what is random in them. */
const told = new Map<Dialect, string[]>()

/** What both databases must answer alike: everything but the meta object, and the ids that the harness does not give. */
function essence({ status, text }: Seen, founded: readonly string[]): string {
  const fixed = text
    .replace(/"meta":\{[^{}]*\}/, '')
    .replaceAll(/evt_\w{10}/g, 'evt')
    .replaceAll(SECRETS, 'secret')
    .replace(CURSOR, '')
  const body = founded.reduce((rest, id, index) => rest.replaceAll(id, `#${index}`), fixed)
  return `${status} ${hash('sha1', body, 'hex')} ${body.slice(0, 300)}`
}

/** An application whose ids come one after the other, and a generator that knows what is in it. */
async function prepare(dialect: Dialect, seed: number) {
  let made = 0
  const app = await testApp(dialect, { newId: (prefix) => `${prefix}_${String(made++).padStart(10, '0')}` })
  await app.app.ready()
  const generator = new Generator(app.app.swagger() as unknown as Api, new Chance(seed), app.live.secret)
  generator.learn((await app.get('/invoice-series')).text)
  generator.learn((await app.get('/work-points')).text)
  // Behind the write that notes the first use of the key.
  await app.database.transact(async () => {})
  const series = (await app.get('/invoice-series')).body.data.data.map(({ id }: { id: string }) => id)
  const founded = [...series, app.live.workPointId, app.live.companyId, app.live.secret]
  return { app, generator, founded }
}

/** Holds a row's sequence number, of which PostgreSQL leaves some out. */
const CURSOR = /"next_cursor":"[^"]*"/

/** Links and states are random, and no test may choose them. */
const SECRETS = /(?<![\w-])[\w-]{43}(?![\w-])/g

describe.each(dialects)('whatever is sent to a server on %s', (dialect) => {
  test('is answered in good time and never with a 5xx, and a refusal writes nothing', {
    timeout: 60_000 + SHOTS * 60,
  }, async () => {
    const { app, generator, founded } = await prepare(dialect, SEED)
    const answers: string[] = []
    told.set(dialect, answers)
    const statuses = new Map<number, number>()
    let slowest = 0
    for (let n = 1; n <= SHOTS; n++) {
      const shot = generator.next()
      const isCompared = shot.method !== 'GET' && n % COMPARED_EVERY === 0
      const before = isCompared ? await rowCounts(app.database) : null
      const seen = await fire(app.app, shot)
      const fault = faultOf(shot, seen)
      expect(fault, fault ? `${shown(shot, n)}\n→ ${seen.text.slice(0, 600)}` : '').toBeNull()
      statuses.set(seen.status, (statuses.get(seen.status) ?? 0) + 1)
      slowest = Math.max(slowest, seen.cpuMs)
      generator.learn(seen.text)
      if (SHOTS <= 30_000) answers.push(essence(seen, founded))
      if (before && seen.status >= 300) expect(await rowCounts(app.database), shown(shot, n)).toEqual(before)
      if (n % AUDIT_EVERY === 0) expect(await audit(app.database, { gaps: true })).toEqual([])
    }
    expect(await audit(app.database, { gaps: true })).toEqual([])
    if (process.env.FUZZ)
      console.log(
        dialect,
        [...statuses].sort(([a], [b]) => a - b),
        `slowest ${Math.round(slowest)} ms`,
        await rowCounts(app.database),
      )
    // A generator whose requests are all refused at the door would prove little.
    expect((statuses.get(200) ?? 0) + (statuses.get(201) ?? 0)).toBeGreaterThan(SHOTS / 5)
    expect((statuses.get(400) ?? 0) + (statuses.get(404) ?? 0)).toBeGreaterThan(SHOTS / 5)
  })

  test('is answered without a 5xx also when ten come at once', { timeout: 60_000 + SHOTS * 60 }, async () => {
    const { app, generator } = await prepare(dialect, SEED + 1)
    for (let n = 0; n < SHOTS / 5; n += 10) {
      const shots = Array.from({ length: 10 }, () => generator.next())
      const answers = await Promise.all(shots.map((shot) => app.app.inject(shot as never)))
      for (const [at, { statusCode, body }] of answers.entries()) {
        generator.learn(body)
        if (statusCode >= 500) expect.fail(`${shown(shots[at] as Shot, n + at)} → ${body.slice(0, 600)}`)
      }
    }
    expect(await audit(app.database, { gaps: true })).toEqual([])
  })
})

test.skipIf(dialects.length < 2)('the two databases answer all of it alike', () => {
  const [sqlite = [], postgres = []] = dialects.map((dialect) => told.get(dialect))
  const at = sqlite.findIndex((answer, index) => answer !== postgres[index])
  expect([at + 1, postgres[at]]).toEqual([0, sqlite[at]])
})
