import Type, { type TSchema } from 'typebox'
import type { Reader } from './fields.ts'
import { capitalised, operationName } from './operation-name.ts'

/** What the documentation of an endpoint is made from. */
export interface Documented {
  readonly url: string
  /** `<resource>:read` or `<resource>:write`; null for every key. */
  readonly scope: string | null
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** Schema of `data`. */
  readonly answer: TSchema
  readonly query?: Reader<unknown>
  /**
   * The rest of a curl command that works against `--demo`: path and, for writes, the body. `inSandbox` where it takes
   * ANAF, which the sandbox has a simulator of.
   */
  readonly example: {
    readonly path: string
    readonly body?: unknown
    readonly inSandbox?: boolean
    /** Where curl writes a file that is no text, which it does not print into a terminal. */
    readonly saveAs?: string
  }
  /** Not part of the documentation: an alias for an old client. */
  readonly isAlias?: boolean
  /** With `?dry_run=true` everything happens, is answered, and is rolled back. */
  readonly offersDryRun?: boolean
  /** Where the one that follows from the address is taken or says nothing. */
  readonly operationId?: string
}

/** What `openapi-operations.ts` still needs to know of an operation, and takes out of the document again. */
export interface Hints {
  readonly scope: string | null
  readonly offersDryRun: boolean
  readonly bodyName: string
  readonly examples: { readonly params: Readonly<Record<string, string>>; readonly body?: unknown }
}

export const HINTS = 'x-hints'

/** The schema of a route, which is its documentation: fields are read by their own readers (decision 0001). */
export function documentation(
  endpoint: Documented,
  method: string,
  status: number,
  body: Reader<unknown> | null,
): object {
  const envelope = Type.Object({ success: Type.Literal(true), data: endpoint.answer, meta: META })
  // Aliases say what they answer too: the tests hold every answer against it.
  if (endpoint.isAlias) return { hide: true, response: { [status]: envelope } }
  const params = [...endpoint.url.matchAll(/:(\w+)/g)].map((match) => match[1] as string)
  const name = { url: endpoint.url, isList: isList(endpoint.answer) }
  const command = curl(endpoint, method)
  const nameOf = (verb: string) => endpoint.operationId ?? operationName({ ...name, method: verb })
  const hints: Hints = {
    scope: endpoint.scope,
    offersDryRun: endpoint.offersDryRun ?? false,
    bodyName: `${capitalised(nameOf(method === 'put' ? 'patch' : method))}Request`,
    examples: { params: examplesOf(endpoint), body: endpoint.example.body },
  }
  return {
    operationId: nameOf(method),
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: `${endpoint.description ? `${endpoint.description}\n\n` : ''}\`\`\`sh\n${command}\n\`\`\``,
    ...(params.length > 0 ? { params: Type.Object(Object.fromEntries(params.map((one) => [one, ID]))) } : {}),
    ...(endpoint.query ? { querystring: endpoint.query.schema } : {}),
    ...(body && method !== 'delete' && !isEmpty(body.schema) ? { body: body.schema } : {}),
    response: { [status]: envelope },
    'x-codeSamples': [{ lang: 'curl', label: 'curl', source: command }],
    [HINTS]: hints,
  }
}

/** The same for an answer that is a file. */
export function fileDocumentation(endpoint: Omit<Documented, 'answer'>, type: string): object {
  const content = { [type]: { schema: Type.String({ format: 'binary' }) } }
  const asJson = documentation({ ...endpoint, answer: Type.Null() }, 'get', 200, null)
  return { ...asJson, response: { 200: { description: 'Done.', content } } }
}

const ID = Type.String({ description: 'With or without its prefix.' })

const META = Type.Object(
  {
    version: Type.Literal('v1'),
    request_id: Type.String({ format: 'uuid' }),
    response_time: Type.String({ examples: ['23.45ms'] }),
  },
  { title: 'Meta' },
)

interface SchemaShape {
  readonly type?: string
  readonly properties?: Readonly<Record<string, { readonly const?: unknown }>>
  readonly anyOf?: readonly SchemaShape[]
}

function isList(schema: SchemaShape): boolean {
  if (schema.anyOf) return schema.anyOf.some(isList)
  return schema.type === 'array' || schema.properties?.object?.const === 'list'
}

function isEmpty(schema: SchemaShape): boolean {
  return schema.type === 'object' && Object.keys(schema.properties ?? {}).length === 0
}

/** The values of the example's path and query, by the names of their parameters. */
function examplesOf({ url, example }: Documented): Record<string, string> {
  const asked = new URL(example.path, 'http://localhost')
  const parts = asked.pathname.split('/')
  const values = Object.fromEntries([...asked.searchParams].map(([name, value]) => [name.replace('[]', ''), value]))
  for (const [at, segment] of url.split('/').entries()) {
    if (segment.startsWith(':')) values[segment.slice(1)] = parts[at] ?? ''
  }
  return values
}

/** A command to paste: brackets in the address are for the server, quotes in the body are not for the shell. */
function curl({ example }: Documented, method: string): string {
  const options = example.path.includes('[') ? '-sg' : '-s'
  const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`
  const parts = [
    `curl ${options}${verb} "$FACTURIER_URL/v1${example.path}"`,
    `-H "Authorization: Bearer $${example.inSandbox ? 'FACTURIER_TEST_KEY' : 'FACTURIER_KEY'}"`,
  ]
  if (example.body !== undefined) {
    const body = JSON.stringify(example.body).replaceAll("'", "'\\''")
    parts.push("-H 'Content-Type: application/json'", `-d '${body}'`)
  }
  if (example.saveAs) parts.push(`-o ${example.saveAs}`)
  return parts.join(' \\\n  ')
}
