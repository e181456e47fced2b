import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { version } from '../version.ts'
import { completeDocument, type OpenApiDocument } from './openapi-operations.ts'

const ABOUT = `The invoicing API of Facturier. It speaks the public Contazen API v1: an integration that was written for that
service works after changing its base URL.

**Try it.** Every operation carries a command that works against a server started with \`npm start -- --demo\`, after

\`\`\`sh
export FACTURIER_URL=http://127.0.0.1:8080 FACTURIER_KEY=sk_live_… FACTURIER_TEST_KEY=sk_test_…
\`\`\`

Those with the test key are of the sandbox, which has a simulator of ANAF and needs no certificate.

**Conventions.** Money is written with two decimals in the currency of the document. Days are calendar days in
Europe/Bucharest, \`YYYY-MM-DD\`; \`…_at\` are Unix seconds. Numbers and flags may be sent as text; null means absent;
unknown fields are ignored. Bodies may be JSON, form-encoded or multipart. Every answer is \`success\`, \`data\`, \`meta\`;
every refusal has the same shape, with a permanent code.

**Retries are safe.** Send an \`Idempotency-Key\` with a write, and it happens once however often it is sent.`

/** In the order in which they are shown. Every operation belongs to one of them. */
export const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  {
    name: 'Invoices',
    description: 'Fiscal invoices and proformas, from the draft to the storno. What is issued is never rewritten.',
  },
  { name: 'Payments', description: 'What was paid on invoices. A payment is made with `POST /invoices/{id}/pay`.' },
  { name: 'Clients', description: 'Whom you invoice: companies and persons, at home and abroad, with their figures.' },
  { name: 'Series', description: 'How documents are numbered, without gaps.' },
  { name: 'Settings', description: 'Your company: who it is, its bank accounts and its defaults.' },
  {
    name: 'e-Factura',
    description:
      'RO e-Factura: how this company is connected to ANAF, what it sent and what became of it, and what others sent to it.',
  },
  { name: 'Work points', description: 'Your places of work (puncte de lucru). Documents and keys belong to one.' },
  {
    name: 'Jobs',
    description:
      'Work that goes on after an answer was sent: what waits, what was given up and why, and how to have it tried again.',
  },
  { name: 'System', description: 'Whether the server answers, which one it is, and whether what it keeps is whole.' },
]

/** OpenAPI 3.1 at /openapi.json, generated from the schemas of the routes, and a page to read it at /docs. */
export async function documentApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Facturier API',
        version,
        description: ABOUT,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'The server that shows this page.' }],
      tags: [...TAGS],
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'A key made by `facturier keys create`.' },
        },
      },
      security: [{ key: [] }],
    },
    transformObject: (document) =>
      'openapiObject' in document
        ? (completeDocument(document.openapiObject as unknown as OpenApiDocument) as never)
        : document.swaggerObject,
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: 'Facturier API', css: [{ filename: 'facturier.css', content: PAGE_STYLE }] },
    // Without the bar on top, which asks for the address of another document.
    uiConfig: {
      layout: 'BaseLayout',
      docExpansion: 'list',
      filter: true,
      persistAuthorization: true,
      tryItOutEnabled: true,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
      defaultModelRendering: 'example',
      showExtensions: false,
    },
  })
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}

/** Commands are long: they wrap, and look like something to copy. */
const PAGE_STYLE = `
.swagger-ui .info { margin: 24px 0 }
.swagger-ui .markdown pre, .swagger-ui .renderedMarkdown pre {
  background: #1f2a37; border-radius: 4px; margin: 8px 0; padding: 10px 12px; white-space: pre-wrap;
}
.swagger-ui .markdown pre code, .swagger-ui .renderedMarkdown pre code {
  background: none; color: #e5e9f0; font-weight: 400; padding: 0;
}
`
