import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type AnafLogin, anafLogin } from '../anaf-login.ts'
import { freshConfig } from '../harness.ts'
import { type Server, startServer } from './server.ts'

const APPLICATION = { ANAF_CLIENT_ID: 'client', ANAF_CLIENT_SECRET: 'secret-of-the-application' }

test('a server connects a company, and neither its files nor its log know the tokens', async () => {
  const login = await anafLogin({ nowMs: Date.now })
  const { env } = await freshConfig('sqlite')
  const server = await startServer({ ...env, ...APPLICATION, ANAF_LOGIN_URL: login.url }, 'trace')
  const authorization = `Bearer ${server.keys?.live}`
  const ask = async (method: string, path: string) =>
    (await server.send(method, path, undefined, { authorization })).text
  const begun = JSON.parse(await ask('POST', '/v1/efactura/oauth/initialize')).data
  const code = await walk(server, login, begun)
  expect(JSON.parse(await ask('GET', '/v1/efactura/oauth/status')).data).toMatchObject({ state: 'active' })
  await failOnce(server, login, begun.state)

  const folder = env.DATA_DIR ?? ''
  const files = readdirSync(folder)
  const key = readFileSync(join(folder, 'secret.key'), 'latin1').trim()
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
  const kept = files.filter((name) => name !== 'secret.key').map((name) => readFileSync(join(folder, name), 'latin1'))
  expect(await server.stop()).toBe(0)
  const places = [...kept, server.out(), server.err()].join('\n')
  expect(places).toContain('efactura.authorized')
  const secrets = [
    ...login.tokens,
    code,
    begun.state,
    begun.link_url.split('/').at(-1),
    key,
    'secret-of-the-application',
  ]
  expect(login.tokens).toHaveLength(4)
  expect(secrets.filter((secret) => places.includes(secret))).toEqual([])
}, 60_000)

/** What the owner of the certificate does in a browser. Answers the code that ANAF gave. */
async function walk(server: Server, login: AnafLogin, begun: { link_url: string; state: string }): Promise<string> {
  const page = await server.send('GET', begun.link_url)
  expect([page.status, page.text.includes(`action="${new URL(begun.link_url).pathname}"`)]).toEqual([200, true])
  const leave = await server.send('POST', begun.link_url)
  const target = new URL(String(leave.headers.location))
  expect([leave.status, target.origin]).toEqual([303, login.url])
  const code = login.makeCode()
  const back = new URL(String(target.searchParams.get('redirect_uri')))
  expect(back.origin).toBe(server.url.origin)
  back.search = String(new URLSearchParams({ code, state: begun.state }))
  const cookie = String(leave.headers['set-cookie']?.[0]).split(';', 1)[0] ?? ''
  expect((await server.send('GET', String(back), undefined, { cookie })).status).toBe(200)
  return code
}

/** Requests that end badly are those that get logged. */
async function failOnce(server: Server, login: AnafLogin, state: string): Promise<void> {
  const authorization = `Bearer ${server.keys?.live}`
  const again = { code: login.makeCode(), state }
  expect((await server.send('POST', '/v1/efactura/oauth/callback', again, { authorization })).status).toBe(409)
  const begun = JSON.parse(
    (await server.send('POST', '/v1/efactura/oauth/initialize', { environment: 'test' }, { authorization })).text,
  ).data
  login.fail('lost')
  const lost = { code: login.makeCode(), state: begun.state }
  const answer = await server.send('POST', '/v1/efactura/oauth/callback', lost, { authorization })
  expect([answer.status, login.tokens.length]).toEqual([503, 4])
}
