import type { FastifyInstance } from 'fastify'
import { Compile } from 'typebox/schema'

/** Carries what is wrong with an answer to the test that asked for it. */
export const MISMATCH_HEADER = 'x-test-schema-mismatch'

type Validator = {
  Check(value: unknown): boolean
  Errors(value: unknown): [boolean, { instancePath: string; message: string }[]]
}
const validators = new WeakMap<object, Validator>()

/**
 * Compares every successful JSON answer with the schema that its route documents, so that the two cannot drift: all
 * that is promised is there, and nothing is there that is not promised.
 */
export function checkAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '')
    const declared = request.routeOptions.schema?.response as Record<string, object> | undefined
    if (
      !declared ||
      reply.statusCode >= 300 ||
      request.method === 'HEAD' ||
      !type.includes('json') ||
      typeof payload !== 'string'
    )
      return
    const schema = declared[reply.statusCode] ?? Object.values(declared)[0]
    if (!schema) return
    const faults = faultsOf(schema, JSON.parse(payload))
    if (faults.length > 0)
      reply.header(
        MISMATCH_HEADER,
        encodeURIComponent(`${request.method} ${request.routeOptions.url}: ${faults.join('; ')}`),
      )
  })
}

function faultsOf(schema: object, value: unknown): string[] {
  let validator = validators.get(schema)
  if (!validator) {
    validator = Compile(closed(JSON.parse(JSON.stringify(schema))) as object) as Validator
    validators.set(schema, validator)
  }
  if (validator.Check(value)) return []
  return validator
    .Errors(value)[1]
    .slice(0, 5)
    .map((error) => `${error.instancePath} ${error.message}`)
}

/** The same schema with every object that does not say otherwise closed to further fields. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed)
  if (typeof node !== 'object' || node === null) return node
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, closed(value)]),
  )
  const isOpen =
    copy.type === 'object' && typeof copy.properties === 'object' && copy.additionalProperties === undefined
  return isOpen ? { ...copy, additionalProperties: false } : copy
}
