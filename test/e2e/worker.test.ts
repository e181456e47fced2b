import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ensureFirstStart } from '../../src/cli/first-start.ts'
import { openStore } from '../../src/cli/open-store.ts'
import { enqueue } from '../../src/jobs/enqueue.store.ts'
import { systemClock } from '../../src/store/clock.ts'
import { type Dialect, dialects, freshConfig } from '../harness.ts'

const SLOW_WORKER = fileURLToPath(new URL('slow-worker.ts', import.meta.url))
const PROGRAM = fileURLToPath(new URL('../../bin/facturier.js', import.meta.url))
const seconds = () => Math.floor(Date.now() / 1000)

function start(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const exit = once(child, 'close').then(([code]) => code as number | null)
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    return exit
  }
  onTestFinished(async () => void (await end('SIGKILL')))
  return { out: () => out, err: () => err, end }
}

async function until(isTrue: () => boolean | Promise<boolean>, what: () => string) {
  for (const deadline = Date.now() + 20_000; !(await isTrue()); await sleep(20))
    if (Date.now() > deadline) throw new Error(`it did not happen:\n${what()}`)
}

async function queueOf(dialect: Dialect, more: Readonly<Record<string, string>> = {}) {
  const { config, env } = await freshConfig(dialect, { SHUTDOWN_GRACE_MS: '3000', JOB_POLL_MS: '50', ...more })
  const { database } = await openStore(config)
  onTestFinished(() => database.close())
  await ensureFirstStart(database, systemClock)
  const put = (subject: string, ms: number) =>
    database.transact(async (db) => {
      enqueue(db, { companyId: null, kind: 'slow', subject, payload: ms, runAt: seconds(), now: seconds() })
    })
  const jobs = () => database.read.kysely.selectFrom('job').selectAll().orderBy('seq').execute()
  return { database, env, put, jobs }
}

describe.each(dialects)('workers in processes of their own on %s', (dialect) => {
  test('never do the same job twice, and leave none', { timeout: 60_000 }, async () => {
    const { env, put, jobs } = await queueOf(dialect)
    const workers = [start([SLOW_WORKER], env), start([SLOW_WORKER], env)]
    await until(
      () => workers.every(({ out }) => out().includes('ready')),
      () => workers.map(({ err }) => err()).join('\n'),
    )
    for (let n = 0; n < 200; n++) await put(`n${n}`, 20)
    await until(
      async () => (await jobs()).length === 0,
      () => workers.map(({ err }) => err()).join('\n'),
    )
    expect(await Promise.all(workers.map(({ end }) => end('SIGTERM')))).toEqual([0, 0])
    const begun = workers.map(({ out }) => out().match(/begun \S+/g) ?? [])
    expect(begun.flat()).toHaveLength(200)
    expect(new Set(begun.flat()).size).toBe(200)
    for (const own of begun) expect(own.length).toBeGreaterThan(0)
  })

  test('one that is killed in the middle of a job leaves it to another', { timeout: 60_000 }, async () => {
    const { env, put, jobs } = await queueOf(dialect)
    await put('x', 3_600_000)
    const first = start([SLOW_WORKER], env)
    await until(() => first.out().includes('begun x 1'), first.err)
    await first.end('SIGKILL')
    const [left] = await jobs()
    expect(left).toMatchObject({ state: 'running', attempts: 1 })
    const second = start([SLOW_WORKER], env)
    await until(() => second.out().includes('begun x 2'), second.err)
    expect(seconds()).toBeGreaterThanOrEqual(left?.lease_until ?? Number.POSITIVE_INFINITY)
    expect(await jobs()).toMatchObject([{ state: 'running', attempts: 2 }])
  })

  test('one that is told to stop ends its job first', { timeout: 60_000 }, async () => {
    const { env, put, jobs } = await queueOf(dialect)
    await put('x', 1_000)
    const worker = start([SLOW_WORKER], env)
    await until(() => worker.out().includes('begun x'), worker.err)
    expect(await worker.end('SIGTERM')).toBe(0)
    expect(worker.out()).toContain('ended x 1')
    expect(await jobs()).toEqual([])
  })
})

describe.each(dialects)('facturier worker on %s', (dialect) => {
  test('keeps the schedules, takes over from one that was killed, and stops', { timeout: 60_000 }, async () => {
    const { env, jobs, database } = await queueOf(dialect)
    const first = start([PROGRAM, 'worker'], env)
    const forgetting = async () => (await jobs()).filter(({ kind }) => kind === 'housekeeping.forget_answers')
    const isDone = async () => ((await forgetting())[0]?.run_at ?? 0) > seconds() + 3_000
    await until(isDone, first.err)
    await first.end('SIGKILL')
    // As if it had been killed in the middle of its hourly turn, a lease ago.
    const gone = {
      state: 'running',
      attempts: 1,
      lease_token: 'gone',
      lease_until: seconds(),
      run_at: seconds(),
    } as const
    await database.transact(async (db) => void (await db.kysely.updateTable('job').set(gone).execute()))
    const second = start([PROGRAM, 'worker'], env)
    await until(isDone, second.err)
    expect(await second.end('SIGTERM')).toBe(0)
    expect([second.err(), second.out()]).toEqual(['', expect.stringMatching(/^Carrying out jobs, 8 at a time/)])
    expect(await forgetting()).toMatchObject([{ company_id: null, state: 'waiting', attempts: 0, last_error: null }])
  })

  test('serve works too, unless it is told not to', { timeout: 60_000 }, async () => {
    const { env, jobs } = await queueOf(dialect)
    const idle = start([PROGRAM, 'serve', '--no-worker'], env)
    await until(() => / {2}data {6}/.test(idle.out()), idle.err)
    await sleep(300)
    expect(await jobs()).toEqual([])
    expect(await idle.end('SIGTERM')).toBe(0)
    const busy = start([PROGRAM, 'serve'], env)
    await until(async () => ((await jobs())[0]?.run_at ?? 0) > seconds() + 3_000, busy.err)
    expect(await busy.end('SIGTERM')).toBe(0)
    expect(busy.err()).toBe('')
  })
})
