import { HINTS, type Hints } from './documentation.ts'
import { ERROR_SCHEMA, OTHER_RESPONSE, PARAMETERS, RESPONSE_OF, responses } from './openapi-components.ts'
import { withSamples } from './openapi-samples.ts'
import { type Components, type Schema, share, tidySchema } from './openapi-schemas.ts'

interface Parameter {
  $ref?: string
  name?: string
  in?: string
  schema?: Schema
  example?: unknown
  examples?: unknown
}

interface Content {
  schema?: Schema
  example?: unknown
}

interface Operation {
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Record<string, Content> }
  responses: Record<
    string,
    { $ref?: string; description?: string; headers?: object; content?: Record<string, Content> }
  >
  [HINTS]?: Hints
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>
  components: { schemas?: Components; parameters?: object; responses?: object; [section: string]: unknown }
  [section: string]: unknown
}

const WRITES = new Set(['post', 'put', 'patch', 'delete'])
/** Whose documents belong to work points. */
const PLACED = new Set(['Invoices', 'Payments'])

/** Adds what all operations share (headers, refusals), the examples, and puts schemas where they can be referred to. */
export function completeDocument(document: OpenApiDocument): OpenApiDocument {
  const schemas: Components = {}
  for (const path of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(path)) completeOperation(method, operation, schemas)
  }
  for (const [name, schema] of Object.entries(schemas)) schemas[name] = withSamples(name, schema)
  schemas.Error = ERROR_SCHEMA
  const sorted = Object.entries(schemas).sort(([one], [other]) => (one < other ? -1 : 1))
  const components = {
    ...document.components,
    schemas: Object.fromEntries(sorted),
    parameters: PARAMETERS,
    responses: responses(),
  }
  return { ...document, components }
}

function completeOperation(method: string, operation: Operation, schemas: Components): void {
  const hints = operation[HINTS]
  delete operation[HINTS]
  if (!hints) throw new Error(`${method} of ${operation.tags?.join()} was not made by http/endpoint`)
  completeBody(operation, hints, schemas)
  const isWrite = WRITES.has(method)
  const own = operation.parameters ?? []
  const hasPath = own.some((parameter) => parameter.in === 'path')
  const isPlaced = PLACED.has(operation.tags?.[0] ?? '') && !hasPath
  operation.parameters = [
    ...own.toSorted(byPlace).map((parameter) => completeParameter(parameter, hints, schemas)),
    ...(hints.offersDryRun ? [parameterRef('dry_run')] : []),
    ...(isPlaced ? [parameterRef('work_point_id')] : []),
    ...(isWrite ? [parameterRef('Idempotency-Key')] : []),
    parameterRef('Accept-Language'),
  ]
  for (const [status, response] of Object.entries(operation.responses)) {
    response.description = status === '201' ? 'Created.' : 'Done.'
    if (isWrite) response.headers = REPLAYED
    for (const content of Object.values(response.content ?? {})) {
      if (content.schema) content.schema = tidySchema(content.schema, schemas)
    }
  }
  const takesInput = isWrite || own.some((parameter) => parameter.in === 'query')
  const namesObjects = isPlaced || hasPath
  const refusals = [
    ...(takesInput ? [400] : []),
    401,
    ...(hints.scope ? [403] : []),
    ...(namesObjects ? [404] : []),
    ...(isWrite ? [409] : []),
    429,
  ]
  for (const status of refusals) operation.responses[status] = responseRef(RESPONSE_OF[status] ?? OTHER_RESPONSE)
  operation.responses.default = responseRef(OTHER_RESPONSE)
}

/** What stands in the path comes first. */
function byPlace(one: Parameter, other: Parameter): number {
  return Number(other.in === 'path') - Number(one.in === 'path')
}

const REPLAYED = {
  'Idempotent-Replayed': {
    description: '`true` when this is the kept answer to an earlier request with the same `Idempotency-Key`.',
    schema: { type: 'string', enum: ['true'] },
  },
}

function completeBody({ requestBody }: Operation, { bodyName, examples }: Hints, schemas: Components): void {
  for (const content of Object.values(requestBody?.content ?? {})) {
    if (content.schema) content.schema = share(bodyName, tidySchema(content.schema, schemas), schemas)
    if (examples.body !== undefined) content.example = examples.body
  }
}

/**
 * A parameter with the value that the example gives it, or none: what stands there is sent by whoever tries the
 * operation out, so a default of the field elsewhere and an invented id would only filter everything away.
 */
function completeParameter(parameter: Parameter, { examples: { params } }: Hints, schemas: Components): Parameter {
  const { name = '', example: _example, examples: _examples, ...rest } = parameter
  const value = params[name]
  if (name in PARAMETERS && value === undefined) return parameterRef(name)
  const { default: _default, ...schema } = tidySchema(parameter.schema ?? {}, schemas)
  const described = { ...rest, name, schema }
  if (value === undefined) return described
  return {
    ...described,
    example: schema.type === 'integer' ? Number(value) : schema.type === 'array' ? [value] : value,
  }
}

function parameterRef(name: string): Parameter {
  return { $ref: `#/components/parameters/${name}` }
}

function responseRef(name: string): { $ref: string } {
  return { $ref: `#/components/responses/${name}` }
}
