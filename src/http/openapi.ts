import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { version } from '../version.ts'

const ABOUT = `The invoicing API of Facturier. It speaks the public Contazen API v1: an integration written for that service
works after changing its base URL.

Every operation carries a curl command that works against a server started with \`npm start -- --demo\`, after
\`export FACTURIER_URL=http://127.0.0.1:8080 FACTURIER_KEY=sk_live_…\`. Send \`Accept-Language: ro\` for messages in Romanian.
Money is written in lei with two decimals; days are calendar days in Europe/Bucharest; \`…_at\` are Unix seconds.`

/** OpenAPI 3.1 at /openapi.json, generated from the schemas of the routes, and a page to read it at /docs. */
export async function documentApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Facturier',
        version,
        description: ABOUT,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'A key made by `facturier keys create`.' },
        },
      },
      security: [{ key: [] }],
    },
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { docExpansion: 'list', persistAuthorization: true },
  })
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
