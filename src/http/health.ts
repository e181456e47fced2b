import type { FastifyInstance } from 'fastify'
import type { Services } from './endpoint.ts'

/** `/healthz`: the process answers. `/readyz`: the database answers too. Neither asks for a key. */
export function healthRoutes(app: FastifyInstance, { database }: Services): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    try {
      await database.read.query('select 1', [])
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'database unreachable' })
    }
  })
}
