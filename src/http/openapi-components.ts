import { ERRORS, type ErrorCode } from '../domain/errors.ts'
import type { Schema } from './openapi-schemas.ts'

/** What operations share. A response is named by its status, a parameter by what it is. */
export const PARAMETERS = {
  page: {
    name: 'page',
    in: 'query',
    description: 'From 1. A page behind the last one is empty.',
    schema: { type: 'integer', minimum: 1, default: 1 },
  },
  per_page: {
    name: 'per_page',
    in: 'query',
    description: 'Items on a page; more than 100 counts as 100.',
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
  },
  limit: {
    name: 'limit',
    in: 'query',
    description: 'The same as `per_page`, and wins over it.',
    schema: { type: 'integer', minimum: 1, maximum: 100 },
  },
  work_point_id: {
    name: 'work_point_id',
    in: 'query',
    description:
      'Only what belongs to this work point; for a new document, where it is issued. Without it: all of them, and the one of the key.',
    schema: { type: 'string', examples: ['wp_demo000001'] },
  },
  dry_run: {
    name: 'dry_run',
    in: 'query',
    description: 'With `true` everything is checked, computed and answered, with status 200, and nothing is stored.',
    schema: { type: 'boolean', default: false },
  },
  'Accept-Language': {
    name: 'Accept-Language',
    in: 'header',
    description: 'Language of messages: `en` or `ro`.',
    schema: { type: 'string', enum: ['en', 'ro'], default: 'en' },
  },
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Any text that names this request, for example a UUID. Sent again within 24 hours, it is answered as the first time, with the header `Idempotent-Replayed: true`, and nothing happens twice.',
    schema: { type: 'string', maxLength: 255 },
  },
} as const

const FIELD_MESSAGES = { type: 'object', additionalProperties: { type: 'string' } } as const

/** The refusal in both of its places: `error`, and flat for the PHP SDK (contract 1.5, 19.3). */
export const ERROR_SCHEMA: Schema = {
  type: 'object',
  required: ['success', 'error', 'message', 'type', 'code', 'meta'],
  properties: {
    success: { const: false },
    error: {
      type: 'object',
      required: ['message', 'type', 'code', 'status'],
      properties: {
        message: { type: 'string', description: 'In the language of `Accept-Language`.' },
        type: { type: 'string', enum: [...new Set(Object.values(ERRORS).map(({ type }) => type))] },
        code: { type: 'string', description: 'Permanent; new ones may be added.', enum: Object.keys(ERRORS) },
        status: { type: 'integer' },
        errors: { ...FIELD_MESSAGES, description: 'What is wrong, by the path of the field: `items.0.price`.' },
        retry_after: { type: 'integer', description: 'Seconds; only when there were too many requests.' },
      },
    },
    message: { type: 'string', description: 'The same as in `error`, as are `type`, `code` and `errors`.' },
    type: { type: 'string' },
    code: { type: 'string' },
    errors: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
    meta: { $ref: '#/components/schemas/Meta' },
  },
}

interface Refusal {
  readonly status: number
  readonly description: string
  readonly example: ErrorCode
  readonly field?: readonly [path: string, message: string]
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  BadRequest: {
    status: 400,
    description: 'Something that was sent is wrong. All faults come back together, by the path of the field.',
    example: 'invalid_request',
    field: ['items.0.price', 'must be greater than 0'],
  },
  Unauthorized: {
    status: 401,
    description: 'The key is missing, unknown or may not be used here.',
    example: 'invalid_api_key',
  },
  Forbidden: {
    status: 403,
    description: 'The key lacks the scope of this operation.',
    example: 'insufficient_permissions',
  },
  NotFound: {
    status: 404,
    description: 'There is no such object, at least not for this company.',
    example: 'resource_not_found',
  },
  Conflict: { status: 409, description: 'What is there already stands in the way.', example: 'idempotency_conflict' },
  TooManyRequests: {
    status: 429,
    description: 'The key has used up its requests of this minute.',
    example: 'rate_limit_exceeded',
  },
}

export const RESPONSE_OF: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(REFUSALS).map(([name, { status }]) => [status, name]),
)

/** The name of the response for every status that has none of its own. */
export const OTHER_RESPONSE = 'OtherError'

export function responses(): Record<string, object> {
  const own = Object.entries(REFUSALS).map(([name, refusal]) => [name, response(refusal)] as const)
  const others = Object.entries(ERRORS).filter(([, { status }]) => RESPONSE_OF[status] === undefined)
  const description = `Any other refusal: ${others.map(([code, { status }]) => `${status} \`${code}\``).join(', ')}.`
  return {
    ...Object.fromEntries(own),
    [OTHER_RESPONSE]: { description, content: { [JSON_CONTENT]: { schema: ERROR_REF } } },
  }
}

const JSON_CONTENT = 'application/json'
const ERROR_REF = { $ref: '#/components/schemas/Error' }

/** Above this a list of codes says nothing; docs/errors.md has them all. */
const MOST_CODES = 8

function response(refusal: Refusal): object {
  const codes = Object.entries(ERRORS).filter(([, { status }]) => status === refusal.status)
  const listed = codes.length > MOST_CODES ? '' : ` Codes: ${codes.map(([code]) => `\`${code}\``).join(', ')}.`
  return {
    description: refusal.description + listed,
    ...(refusal.status === 429 ? { headers: LIMIT_HEADERS } : {}),
    content: { [JSON_CONTENT]: { schema: ERROR_REF, example: exampleOf(refusal) } },
  }
}

const PARAMS: Readonly<Record<string, string>> = { scope: 'invoices:write', resource: 'invoice', retry_after: '12' }

function exampleOf({ status, example: code, field }: Refusal): object {
  const spec = ERRORS[code]
  const message = spec.en.replace(/\{(\w+)\}/g, (_whole, name: string) => PARAMS[name] ?? name)
  const error = {
    message,
    type: spec.type,
    code,
    status,
    ...(field ? { errors: { [field[0]]: field[1] } } : {}),
    ...(status === 429 ? { retry_after: 12 } : {}),
  }
  const mirror = { message, type: spec.type, code, ...(field ? { errors: { [field[0]]: [field[1]] } } : {}) }
  const meta = { version: 'v1', request_id: '0b6f6f0e-5c1d-4c39-9d0a-7f2b8d1f4a11', response_time: '1.20ms' }
  return { success: false, error, ...mirror, meta }
}

const whole = (description: string) => ({ description, schema: { type: 'integer' } })

const LIMIT_HEADERS = {
  'Retry-After': whole('Seconds to wait.'),
  'X-RateLimit-Limit': whole('Requests per minute; on every answer.'),
  'X-RateLimit-Remaining': whole('What is left of them; on every answer.'),
  'X-RateLimit-Reset': whole('Unix seconds at which the minute ends; on every answer.'),
}
