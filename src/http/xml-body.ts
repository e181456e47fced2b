import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyPluginCallback, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { object, type Reader, required } from './fields.ts'

const xmlText: Reader<Buffer> = {
  schema: Type.String({ description: 'The document as text.' }),
  read(value, path, problems) {
    if (typeof value !== 'string') problems.push({ path, code: 'not_text' })
    else if (value.trim() === '') problems.push({ path, code: 'required' })
    else return Buffer.from(value, 'utf8')
    return undefined
  },
}
const inJson = object({ xml: required(xmlText) })

/** A document as the body itself, or as `{"xml": "…"}`. */
export const XmlBody: Reader<Buffer> = {
  schema: inJson.schema,
  read: (value, path, problems) => (value instanceof Buffer ? value : inJson.read(value, path, problems)?.xml),
}

/** Addresses that take XML as their body too; everywhere else it is refused. */
export function takingXml(app: FastifyInstance, routes: (scoped: FastifyInstance) => void): void {
  const plugin: FastifyPluginCallback = (scoped, _options, done) => {
    scoped.addContentTypeParser(
      ['application/xml', 'text/xml', 'text/plain'],
      { parseAs: 'buffer' },
      async (request: FastifyRequest, body: Buffer) => {
        // For an Idempotency-Key: the same document is the same request.
        request.bodyText = hash('sha256', body, 'hex')
        return body.length === 0 ? {} : body
      },
    )
    routes(scoped)
    done()
  }
  app.register(plugin)
}
