import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { postgresUrl } from '../../test/dialects.ts'
import { dialects, freshConfig } from '../../test/harness.ts'
import { withStore } from './open-store.ts'

const program = fileURLToPath(new URL('../../bin/facturier.js', import.meta.url))

interface Run {
  readonly child: ChildProcess
  out(): string
  err(): string
  /** Resolves with the exit code. */
  readonly exit: Promise<number | null>
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): Run {
  const child = spawn(process.execPath, [program, ...args], {
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
  onTestFinished(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await exit
  })
  return { child, out: () => out, err: () => err, exit }
}

/** Waits until the server has said where it listens. */
async function ready(server: Run): Promise<string> {
  for (let waited = 0; waited < 15_000; waited += 20) {
    const url = /address {3}(http:\S+)/.exec(server.out())?.[1]
    if (url && server.out().includes('data ')) return url
    if (server.child.exitCode !== null) break
    await sleep(20)
  }
  throw new Error(`the server did not start:\n${server.out()}\n${server.err()}`)
}

/** One sentence on stderr, exit code 1, and nothing that looks like a stack. */
async function expectRefusal(failed: Run, sentence: RegExp): Promise<void> {
  expect(await failed.exit).toBe(1)
  expect(failed.err()).toMatch(sentence)
  expect(failed.err().trimEnd().split('\n')).toHaveLength(1)
  expect(failed.out()).toBe('')
}

describe.each(dialects)('facturier serve on %s', (dialect) => {
  test('the first start shows keys that work; the second shows none and has the data', async () => {
    const { env } = await freshConfig(dialect)
    const first = run(['serve'], env)
    const url = await ready(first)
    const [, live = ''] = /live {3}(sk_live_\w{24})/.exec(first.out()) ?? []
    expect(first.out()).toMatch(/test {3}sk_test_\w{24}/)
    const headers = { authorization: `Bearer ${live}`, 'content-type': 'application/json' }
    expect(
      (await fetch(`${url}/v1/settings`, { method: 'PATCH', headers, body: '{"firm":{"name":"Pastrata SRL"}}' }))
        .status,
    ).toBe(200)
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(0)
    expect(first.err()).toBe('')

    const second = run(['serve', '--port', '0', '--host', '127.0.0.1'], env)
    const again = await ready(second)
    expect(second.out()).not.toMatch(/sk_(live|test)_/)
    const answer = (await (await fetch(`${again}/v1/settings`, { headers })).json()) as {
      data: { firm: { name: string } }
    }
    expect(answer.data.firm.name).toBe('Pastrata SRL')
    second.child.kill('SIGINT')
    expect(await second.exit).toBe(0)
  })

  test('the curl commands of the first start issue an invoice when they are pasted', async () => {
    const { env } = await freshConfig(dialect)
    const server = run(['serve'], env)
    await ready(server)
    const commands = server.out().match(/curl -s (?:.*\\\n)*.*/g) ?? []
    expect(commands).toHaveLength(5)
    const answers: { success: boolean; data: { number?: string; total?: number } }[] = []
    for (const command of commands) {
      const shell = spawn('/bin/sh', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] })
      let text = ''
      shell.stdout.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      await once(shell, 'close')
      answers.push(JSON.parse(text))
    }
    expect(answers.map((answer) => answer.success)).toEqual([true, true, true, true, true])
    expect(answers[1]?.data).toMatchObject({ number: expect.stringMatching(/^FAC-\d{4}-00001$/), total: 605 })
    expect(answers[3]?.data).toMatchObject({ object: 'efactura_submission', status: 'submitted' })
    expect(answers[4]?.data).toMatchObject({ object: 'efactura_invoice_status', sent_to_anaf: expect.any(Boolean) })
  })

  test('what is in flight when it is told to stop is answered', async () => {
    const { env } = await freshConfig(dialect)
    const server = run(['serve'], env)
    const url = new URL(await ready(server))
    const [, live] = /(sk_live_\w{24})/.exec(server.out()) ?? []
    const body = '{"name":"In flight SRL"}'
    const slow = connect(Number(url.port), url.hostname)
    let answer = ''
    slow.setEncoding('utf8').on('data', (text: string) => {
      answer += text
    })
    slow.write(
      `POST /v1/clients HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${live}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    )
    await sleep(200)
    server.child.kill('SIGTERM')
    await sleep(200)
    await expect(fetch(`${url.origin}/healthz`)).rejects.toThrow()
    slow.write(body.slice(5))
    await once(slow, 'close')
    expect(answer).toMatch(/^HTTP\/1\.1 201 /)
    expect(answer).toContain('In flight SRL')
    expect(await server.exit).toBe(0)
  })

  test('who never ends a request is hung up on after the grace', async () => {
    const { env } = await freshConfig(dialect, { SHUTDOWN_GRACE_MS: '300' })
    const server = run(['serve'], env)
    const url = new URL(await ready(server))
    const stuck = connect(Number(url.port), url.hostname)
    stuck.on('error', () => {})
    stuck.write('POST /v1/clients HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{')
    await sleep(100)
    server.child.kill('SIGTERM')
    expect(await server.exit).toBe(0)
  })

  test('a taken port is one sentence, and no key was made that nobody saw', async () => {
    const { config, env } = await freshConfig(dialect)
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    await expectRefusal(
      run(['serve', '--port', String(port)], env),
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken`),
    )
    taken.close()
    const companies = await withStore(config, (database) =>
      database.read.kysely.selectFrom('company').select('id').execute(),
    )
    expect(companies).toEqual([])
  })

  test('data of a newer version is one sentence', async () => {
    const { config, env } = await freshConfig(dialect)
    await withStore(config, (database) =>
      database.session(
        async (conn) =>
          void (await conn.query(
            "insert into schema_migration (number, name, applied_at) values (999, 'later', 0)",
            [],
          )),
      ),
    )
    await expectRefusal(run(['serve'], env), /^The database is at schema 999.*start the newer version\.$/m)
  })

  test('migrate says what it did', async () => {
    const { env } = await freshConfig(dialect)
    const first = run(['migrate'], env)
    expect([await first.exit, first.err()]).toEqual([0, ''])
    expect(first.out()).toMatch(/0001-foundation/)
    const second = run(['migrate'], env)
    expect([await second.exit, second.out()]).toEqual([0, 'The database was up to date.\n'])
  })
})

describe('facturier serve --demo', () => {
  test('fills a new company, once', { timeout: 120_000 }, async () => {
    const { env } = await freshConfig('sqlite')
    const first = run(['serve', '--demo'], env)
    const url = await ready(first)
    const [, live = ''] = /live {3}(sk_live_\w{24})/.exec(first.out()) ?? []
    const filled = async (server: Run) => {
      while (!/FACTURIER_KEY=/.test(server.out()) && server.child.exitCode === null) await sleep(50)
    }
    const clients = async (address: string) => {
      const answer = await fetch(`${address}/v1/clients`, { headers: { authorization: `Bearer ${live}` } })
      return ((await answer.json()) as { data: { total: number } }).data.total
    }
    await filled(first)
    const total = await clients(url)
    expect(total).toBeGreaterThan(50)
    first.child.kill('SIGTERM')
    expect([await first.exit, first.err()]).toEqual([0, ''])

    const second = run(['serve', '--demo'], env)
    const again = await ready(second)
    await filled(second)
    expect(await clients(again)).toBe(total)
    second.child.kill('SIGTERM')
    expect([await second.exit, second.err()]).toEqual([0, ''])
  })
})

describe('a start that cannot work', () => {
  test.each([
    ['an unknown command', ['fly'], {}, /^There is no command "fly"/],
    ['an unknown option', ['serve', '--fast'], {}, /^Unknown option '--fast'/],
    ['a word too many', ['serve', 'now'], {}, /^"now" is one word too many/],
    ['a port that is none', ['serve', '--port', '80a'], {}, /^--port must be a whole number/],
    ['a bad configuration', ['serve'], { PORT: 'http' }, /^PORT must be a whole number/],
    [
      'a database address of another kind',
      ['serve'],
      { DATABASE_URL: 'mysql://x' },
      /^DATABASE_URL must begin with postgres/,
    ],
    ['a host that is not ours', ['serve'], { HOST: '192.0.2.1' }, /^192\.0\.2\.1 is not an address of this machine/],
    [
      'a host that is no name',
      ['serve'],
      { HOST: 'nowhere.invalid' },
      /^nowhere\.invalid is not the name of this machine/,
    ],
    [
      'a data folder that cannot be made',
      ['serve'],
      { DATA_DIR: '/sys/facturier' },
      /^The data folder \/sys\/facturier cannot be written/,
    ],
    [
      'no PostgreSQL at the address',
      ['serve'],
      { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' },
      /^No PostgreSQL answers at 127\.0\.0\.1:1/,
    ],
    [
      'a PostgreSQL host that is no name',
      ['serve'],
      { DATABASE_URL: 'postgres://a:b@nowhere.invalid/x' },
      /^The PostgreSQL server nowhere\.invalid:5432 cannot be found/,
    ],
  ])('says so in one sentence: %s', async (_what, args, changes, sentence) => {
    const { env } = await freshConfig('sqlite')
    await expectRefusal(run(args, { ...env, ...changes }), sentence)
  })

  test('a file that is not a database is left alone and named', async () => {
    const { config, env } = await freshConfig('sqlite')
    writeFileSync(join(config.dataDir, 'facturier.db'), 'these are my memoirs, in many words. '.repeat(100))
    await expectRefusal(run(['serve'], env), /facturier\.db is not a database of Facturier/)
  })

  test('a file where the data folder should be', async () => {
    const { config, env } = await freshConfig('sqlite')
    const file = join(config.dataDir, 'file')
    writeFileSync(file, '')
    await expectRefusal(run(['serve'], { ...env, DATA_DIR: file }), /cannot be made, because a file is in its way/)
    await expectRefusal(
      run(['serve'], { ...env, DATA_DIR: join(file, 'below') }),
      /cannot be made, because a file is in its way/,
    )
  })

  test('a database that cannot be opened', async () => {
    const { config, env } = await freshConfig('sqlite')
    mkdirSync(join(config.dataDir, 'facturier.db'))
    await expectRefusal(run(['serve'], env), /^The database in .* cannot be written/)
  })

  test.runIf(postgresUrl !== null).each([
    ['a wrong password', (url: URL) => Object.assign(url, { password: 'wrong' }), /refuses the user "postgres"/],
    [
      'an unknown user',
      (url: URL) => Object.assign(url, { username: 'nobody_here' }),
      /refuses the user "nobody_here"/,
    ],
    [
      'a database that does not exist',
      (url: URL) => Object.assign(url, { pathname: '/no_such_one' }),
      /has no database "no_such_one"/,
    ],
  ])('PostgreSQL refuses %s', async (_what, change, sentence) => {
    const { env } = await freshConfig('sqlite')
    await expectRefusal(run(['serve'], { ...env, DATABASE_URL: change(new URL(postgresUrl ?? '')).href }), sentence)
  })
})

describe('the small commands', () => {
  test.each([
    [['version'], /^\d+\.\d+\.\d+\n$/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
    [['help'], /facturier keys create --name NAME/],
    [[], /facturier serve \[--demo\]/],
    [['config'], /PORT=0\n/],
  ])('%j print what they are for', async (args, text) => {
    const { env } = await freshConfig('sqlite', { DATABASE_URL: 'postgres://user:secret@db/x' })
    const done = run(args, env)
    expect(await done.exit).toBe(0)
    expect(done.out()).toMatch(text)
    expect(done.out()).not.toContain('secret@')
  })
})
