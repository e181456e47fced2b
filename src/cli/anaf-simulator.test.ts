import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { attributeOf, BUYER, INVOICE, SELLER, unzipped } from '../../test/simulator/anaf.ts'
import { anafSimulator } from './anaf-simulator.ts'
import { UsageError } from './usage.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/facturier.js', import.meta.url))
const START_TIMEOUT_MS = 20_000

/** `facturier anaf-simulator` in a process of its own, with a folder for temporary files that shows what is left. */
async function start(...args: string[]) {
  const temporary = scratchFolder('facturier-test-')
  const env = { PATH: process.env.PATH, TMPDIR: temporary }
  const child = spawn(process.execPath, [PROGRAM, 'anaf-simulator', '--port', '0', '--processing', '0', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await exit
    rmSync(temporary, { recursive: true, force: true })
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  for (const deadline = Date.now() + START_TIMEOUT_MS; !out.includes('simulator/messages'); await sleep(10)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`it did not start:\n${out}\n${err}`)
  }
  const url = /address +(\S+)/.exec(out)?.[1] ?? ''
  const stop = async () => {
    child.kill('SIGTERM')
    return { code: await exit, err, left: readdirSync(temporary) }
  }
  return { url, stop }
}

async function tokenOf(url: string, ...cifs: string[]): Promise<string> {
  const answer = await fetch(`${url}/simulator/tokens`, { method: 'POST', body: JSON.stringify({ cifs }) })
  return ((await answer.json()) as { access_token: string }).access_token
}

test('two companies send to each other over HTTP, and nothing is left behind', { timeout: 60_000 }, async () => {
  const { url, stop } = await start()
  const as = async (cif: string) => ({ authorization: `Bearer ${await tokenOf(url, cif)}` })
  const [seller, buyer] = [await as(SELLER), await as(BUYER)]
  const rest = `${url}/test/FCTEL/rest`
  const upload = () =>
    fetch(`${rest}/upload?standard=UBL&cif=${SELLER}`, { method: 'POST', headers: seller, body: INVOICE })
  const received = await (await upload()).text()
  const id = attributeOf(received, 'index_incarcare')
  const list = (await (await fetch(`${rest}/listaMesajeFactura?zile=1&cif=${BUYER}`, { headers: buyer })).json()) as {
    mesaje: { id: string; tip: string }[]
  }
  expect(list.mesaje).toMatchObject([{ tip: 'FACTURA PRIMITA', id_solicitare: id }])
  const download = await fetch(`${rest}/descarcare?id=${list.mesaje[0]?.id}`, { headers: buyer })
  const files = unzipped(new Uint8Array(await download.arrayBuffer()))
  expect(Buffer.from(files[`${id}.xml`] ?? []).toString('utf8')).toBe(INVOICE)

  await fetch(`${url}/simulator/faults`, { method: 'POST', body: '{"kind":"timeout_after_accepting"}' })
  await expect(upload()).rejects.toMatchObject({ message: 'fetch failed', cause: { code: 'UND_ERR_SOCKET' } })
  await fetch(`${url}/simulator/faults`, { method: 'POST', body: '{"kind":"empty"}' })
  expect(await upload()).toMatchObject({ status: 204 })
  const watched = (await (await fetch(`${url}/simulator/messages`)).json()) as { invoices: unknown[] }
  expect(watched.invoices).toMatchObject([{ seller_cif: SELLER, uploads: 2, accepted: 2 }])

  const page = await fetch(
    `${url}/anaf-oauth2/v1/authorize?response_type=code&client_id=a&redirect_uri=http://127.0.0.1:9/`,
  )
  expect(await page.text()).toContain('Simulator ANAF')
  const large = new Uint8Array(17 * 1024 * 1024)
  const refused = await fetch(`${rest}/upload?standard=UBL&cif=${SELLER}`, {
    method: 'POST',
    headers: seller,
    body: large,
  })
  expect(refused.status).toBe(413)
  expect(await rawGet(`${url}`, '//')).toBe(404)
  expect(await rawGet(`${url}`, 'http://[')).toBe(400)

  await fetch(`${url}/simulator/faults`, { method: 'POST', body: '{"kind":"slow","delay_ms":60000}' })
  const slow = upload().catch((error: Error) => error.message)
  await sleep(300)
  const before = performance.now()
  expect(await stop()).toEqual({ code: 0, err: '', left: [] })
  expect(performance.now() - before).toBeLessThan(10_000)
  expect(await slow).toBe('fetch failed')
})

/** The status of a request whose target `fetch` would not send. */
function rawGet(url: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    request({ hostname, port, path }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

test('with --data, documents and tokens outlive a restart', { timeout: 60_000 }, async () => {
  const folder = scratchFolder('facturier-test-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const first = await start('--data', folder)
  const headers = { authorization: `Bearer ${await tokenOf(first.url, SELLER)}` }
  const path = `/test/FCTEL/rest/upload?standard=UBL&cif=${SELLER}`
  const received = await (await fetch(first.url + path, { method: 'POST', headers, body: INVOICE })).text()
  expect(await first.stop()).toEqual({ code: 0, err: '', left: [] })
  expect(existsSync(`${folder}/anaf-simulator.db`)).toBe(true)
  const second = await start('--data', folder)
  const id = attributeOf(received, 'index_incarcare')
  const status = await fetch(`${second.url}/test/FCTEL/rest/stareMesaj?id_incarcare=${id}`, { headers })
  expect(attributeOf(await status.text(), 'stare')).toBe('ok')
  expect((await second.stop()).code).toBe(0)
})

test.each([
  [['--port', 'x'], '--port must be a whole number'],
  [['--processing', '-1'], '--processing'],
  [['now'], 'one word too many'],
])('facturier anaf-simulator %o is refused', async (args, message) => {
  const refused = anafSimulator(args)
  await expect(refused).rejects.toThrow(UsageError)
  await expect(refused).rejects.toThrow(message)
})
