import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/harness.ts'
import { ERRORS } from '../domain/errors.ts'
import { TAGS } from './openapi.ts'

interface Operation {
  operationId: string
  tags: string[]
  summary: string
  parameters: { $ref?: string; name?: string }[]
  requestBody?: { content: Record<string, { schema: { $ref?: string }; example?: unknown }> }
  responses: Record<string, { $ref?: string }>
  security?: unknown
}

describe('the OpenAPI document', () => {
  let app: TestApp
  // biome-ignore lint/suspicious/noExplicitAny: a document of any depth.
  let document: any
  let operations: { method: string; path: string; operation: Operation }[]

  beforeAll(async () => {
    app = await testApp('sqlite')
    document = JSON.parse((await app.app.inject('/openapi.json')).body)
    operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    )
    return () => app.close()
  })

  test('names every operation once, under a heading that is explained', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const explained = TAGS.map(({ name }) => name)
    for (const { path, operation } of operations) expect(explained, path).toContain(operation.tags[0])
    expect(new Set(operations.map(({ operation }) => operation.tags[0]))).toEqual(new Set(explained))
  })

  test('says what each operation may refuse, and how', () => {
    for (const { method, path, operation } of operations) {
      const where = `${method} ${path}`
      const expected = { 401: 'Unauthorized', 429: 'TooManyRequests', default: 'OtherError' }
      for (const [status, name] of Object.entries(expected)) {
        expect(operation.responses[status], where).toEqual({ $ref: `#/components/responses/${name}` })
      }
      if (path.includes('{')) expect(Object.keys(operation.responses), where).toContain('404')
      if (method !== 'get') {
        expect(Object.keys(operation.responses), where).toEqual(expect.arrayContaining(['400', '403', '409']))
        expect(operation.parameters, where).toContainEqual({ $ref: '#/components/parameters/Idempotency-Key' })
      }
    }
    expect(document.components.schemas.Error.properties.error.properties.code.enum).toEqual(Object.keys(ERRORS))
  })

  test('refers only to what is there, and leaves no hint of ours behind', () => {
    const text = JSON.stringify(document)
    const referred = new Set(
      [...text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)].map(([, kind, name]) => `${kind}/${name}`),
    )
    for (const reference of referred) {
      const [kind = '', name = ''] = reference.split('/')
      expect(document.components[kind]?.[name], reference).toBeDefined()
    }
    expect(text).not.toContain('x-hints')
  })

  test('gives bodies a name and an example', () => {
    const bodies = operations.flatMap(({ path, operation }) =>
      Object.values(operation.requestBody?.content ?? {}).map((content) => ({ path, content })),
    )
    expect(bodies.length).toBeGreaterThan(10)
    for (const { path, content } of bodies) expect(content.schema.$ref, path).toMatch(/Request$/)
    expect(document.paths['/v1/invoices'].post.requestBody.content['application/json'].example).toMatchObject({
      client_id: 'cli_demo000001',
    })
  })

  test('is read on a page that needs nothing from elsewhere', async () => {
    const page = await app.app.inject('/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('<title>Facturier API</title>')
    const parts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address as string)
    expect(parts.length).toBeGreaterThan(4)
    for (const part of parts) {
      const answer = await app.app.inject(new URL(part, 'http://localhost/docs/').pathname)
      expect([part, answer.statusCode]).toEqual([part, 200])
      if (!part.endsWith('.css')) continue
      expect(answer.body).not.toMatch(/@import|url\(["']?(https?:)?\/\//)
    }
    const start = await app.app.inject('/docs/static/swagger-initializer.js')
    expect(start.body).toMatch(/validatorUrl: null/)
    expect(start.body).toContain('"layout":"BaseLayout"')
  })
})
