import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { version } from '../version.ts'
import { Text } from './answers.ts'
import { readEndpoint, type Services } from './endpoint.ts'

/** Whether a key works, and what answers it (contract 19.4). Any valid key may ask. */
export function pingRoutes(app: FastifyInstance, services: Services): void {
  readEndpoint(app, services, {
    url: '/ping',
    scope: null,
    tag: 'System',
    summary: 'Check that the server answers and the key works',
    answer: Type.Object({ object: Type.Literal('ping'), message: Type.Literal('pong') }),
    example: { path: '/ping' },
    run: async () => ({ object: 'ping', message: 'pong' }),
  })
  readEndpoint(app, services, {
    url: '/version',
    scope: null,
    tag: 'System',
    summary: 'Versions of the API and of the server',
    answer: Type.Object({
      object: Type.Literal('version'),
      version: Text,
      api_version: Type.Literal('v1'),
      name: Text,
    }),
    example: { path: '/version' },
    run: async () => ({ object: 'version', version, api_version: 'v1', name: 'Facturier' }),
  })
}
