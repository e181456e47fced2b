import { hash } from 'node:crypto'
import Fastify from 'fastify'
import { type BareDriver, openBare } from './bare-driver.ts'
import type { Location } from './stores.ts'

/**
 * The bare baseline, in a process of its own: Fastify and the same driver doing the key look-up and one prepared
 * read of ready JSON by id; or one durable transaction with the same rows, alone or with others; nothing else.
 */
const KEY_KEPT_MS = 5_000

const { location, port } = JSON.parse(process.argv[2] ?? '{}') as { location: Location; port: number }
const driver: BareDriver = await openBare(location)
const keys = new Map<string, { until: number }>()

async function checkKey(header: string | undefined): Promise<void> {
  const digest = hash('sha256', header?.slice('Bearer '.length) ?? '', 'hex')
  const known = keys.get(digest)
  if (known && known.until > Date.now()) return
  if (!(await driver.hasKey(digest))) throw new Error('no such key')
  keys.set(digest, { until: Date.now() + KEY_KEPT_MS })
}

const JSON_TYPE = 'application/json; charset=utf-8'
const app = Fastify()
app.addHook('onRequest', (request) => checkKey(request.headers.authorization))
app.get<{ Params: { id: string } }>('/answer/:id', async (request, reply) =>
  reply.type(JSON_TYPE).send(await driver.answer(request.params.id)),
)
for (const mode of ['grouped', 'single'] as const) {
  app.post<{ Body: { client_id: string } }>(`/${mode}`, async (request, reply) => {
    const text = await driver.write(mode, request.body.client_id, String(request.headers['idempotency-key']))
    return reply.code(201).type(JSON_TYPE).send(text)
  })
}
process.on('disconnect', () => process.exit())
await app.listen({ host: '127.0.0.1', port })
