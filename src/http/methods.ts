import type { FastifyInstance } from 'fastify'
import { AppError } from '../domain/errors.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export type OfferedMethods = ReadonlyMap<string, ReadonlySet<string>>

/** Remembers which methods each address under /v1 offers, for `refuseOtherMethods`. */
export function collectMethods(app: FastifyInstance): OfferedMethods {
  const offered = new Map<string, Set<string>>()
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/v1/')) return
    const methods = offered.get(route.url) ?? new Set()
    for (const method of [route.method].flat()) methods.add(method)
    offered.set(route.url, methods)
  })
  return offered
}

/** An address that exists, asked with a method it does not offer, is a 405 that names the ones it does. */
export function refuseOtherMethods(app: FastifyInstance, offered: OfferedMethods): void {
  for (const [url, methods] of [...offered]) {
    const allowed = [...methods].join(', ')
    const others = METHODS.filter((method) => !methods.has(method))
    app.route({
      method: others,
      url,
      schema: { hide: true },
      handler: async (request, reply) => {
        reply.header('allow', allowed)
        throw new AppError('method_not_allowed', { method: request.method, allowed })
      },
    })
  }
}
