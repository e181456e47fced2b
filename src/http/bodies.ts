import { isUtf8 } from 'node:buffer'
import { Busboy } from '@fastify/busboy'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import qs from 'qs'
import { AppError } from '../domain/errors.ts'

const MAX_FORM_FIELDS = 20_000
const MAX_FIELD_BYTES = 1024 * 1024
const QS_OPTIONS: qs.IParseOptions & { decoder?: undefined } = {
  depth: 6,
  arrayLimit: 5_000,
  parameterLimit: MAX_FORM_FIELDS,
  allowPrototypes: false,
  plainObjects: false,
}

/** Queries and forms with PHP brackets: `items[0][price]=1`, `expand[]=lines` (contract 1.1, 1.8). */
export function parseForm(text: string): Record<string, unknown> {
  return text === '' ? {} : qs.parse(text, QS_OPTIONS)
}

/** A form that would be read only in part is refused: an invoice must not lose its last lines without a word. */
function parseWholeForm(text: string): Record<string, unknown> {
  try {
    return qs.parse(text, { ...QS_OPTIONS, throwOnLimitExceeded: true })
  } catch (error) {
    throw new AppError('invalid_format', { reason: (error as Error).message })
  }
}

/**
 * JSON, form-encoded and multipart bodies. An empty body is an empty object whatever the content type says (the
 * PHP SDK sends a JSON content type on GET and DELETE), and so is `[]`.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['application/json', 'application/problem+json', 'application/vnd.api+json', 'text/json'],
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => parseJson(remembered(request, utf8(body))),
  )
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const text = remembered(request, utf8(body))
      // curl -d '{…}' without a header says "form" and means JSON.
      return /^\s*[{[]/.test(text) ? parseJson(text) : parseWholeForm(text)
    },
  )
  app.addContentTypeParser('multipart/form-data', async (request: FastifyRequest, payload: NodeJS.ReadableStream) =>
    parseMultipart(request, payload),
  )
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => {
    if (body.length === 0) return {}
    throw new AppError('unsupported_media_type')
  })
}

function remembered(request: FastifyRequest, text: string): string {
  request.bodyText = text
  return text
}

function utf8(body: Buffer): string {
  if (!isUtf8(body)) throw new AppError('invalid_format', { reason: 'not UTF-8' })
  return body.toString('utf8')
}

function parseJson(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.length === 0 ? {} : value
  } catch (error) {
    throw new AppError('invalid_format', { reason: (error as Error).message.slice(0, 120) })
  }
}

async function parseMultipart(request: FastifyRequest, payload: NodeJS.ReadableStream): Promise<unknown> {
  return parseWholeForm(remembered(request, await readMultipart(request, payload)))
}

/** The fields as one form-encoded text; files are read over. */
function readMultipart(request: FastifyRequest, payload: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (reason: string) => reject(new AppError('invalid_format', { reason }))
    let parser: InstanceType<typeof Busboy>
    try {
      parser = new Busboy({
        headers: request.headers as { 'content-type': string },
        limits: { fields: MAX_FORM_FIELDS, fieldSize: MAX_FIELD_BYTES, files: 10, fileSize: 10 * 1024 * 1024 },
      })
    } catch {
      return refuse('malformed multipart header')
    }
    const pairs: string[] = []
    let size = 0
    parser.on('field', (name: string | undefined, value: string, _isNameCut: boolean, isCut: boolean) => {
      if (isCut) return refuse(`a field is larger than ${MAX_FIELD_BYTES} bytes`)
      // A part may choose its charset, and with it half characters, which encodeURIComponent would throw at.
      if (name !== undefined) pairs.push([name, value].map((text) => encodeURIComponent(text.toWellFormed())).join('='))
    })
    // A part that ends too early is an error of its stream too, and one that nobody listens for ends the process.
    parser.on('file', (_name: string, stream: NodeJS.ReadableStream) => void stream.on('error', () => {}).resume())
    parser.on('fieldsLimit', () => refuse(`more than ${MAX_FORM_FIELDS} fields`))
    parser.on('error', () => refuse('malformed multipart body'))
    parser.on('finish', () => resolve(pairs.join('&')))
    payload.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > request.routeOptions.bodyLimit) {
        payload.unpipe?.(parser as unknown as NodeJS.WritableStream)
        payload.resume()
        reject(new AppError('payload_too_large', { limit: request.routeOptions.bodyLimit }))
      }
    })
    payload.on('error', () => refuse('the connection was lost'))
    payload.pipe(parser as unknown as NodeJS.WritableStream)
  })
}
