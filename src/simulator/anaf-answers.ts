import { attribute } from '../domain/efactura/write/xml-text.ts'
import { compactTime, readableTime } from './anaf-time.ts'

const XML_TYPE = 'application/xml'
const JSON_TYPE = 'application/json'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const UPLOAD = 'mfp:anaf:dgti:spv:respUploadFisier:v1'
const STATUS = 'mfp:anaf:dgti:efactura:stareMesajFactura:v1'
const ERRORS_FILE = 'mfp:anaf:dgti:efactura:mesajEroriFactuta:v1'

type Attributes = Readonly<Record<string, string>>

function header(namespace: string, attributes: Attributes, tag = '', errors: readonly string[] = []): string {
  const written = Object.entries({ xmlns: namespace, ...attributes }).map(([name, value]) => attribute(name, value))
  const start = `${DECLARATION}<header${written.join('')}`
  if (errors.length === 0) return `${start}/>`
  const lines = errors.map((message) => `    <${tag}${attribute('errorMessage', message)}/>\n`)
  return `${start}>\n${lines.join('')}</header>`
}

function xml(text: string): Response {
  return new Response(text, { headers: { 'content-type': XML_TYPE } })
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': JSON_TYPE } })
}

/** Received, which is not accepted (efactura 1.3). */
export function uploadReceived(nowMs: number, uploadId: string): Response {
  const dateResponse = compactTime(nowMs)
  return xml(header(UPLOAD, { dateResponse, ExecutionStatus: '0', index_incarcare: uploadId }))
}

/** A refusal at the door, which also comes with HTTP 200 (efactura 1.3). */
export function uploadRefused(nowMs: number, message: string): Response {
  return xml(header(UPLOAD, { dateResponse: compactTime(nowMs), ExecutionStatus: '1' }, 'Errors', [message]))
}

/** efactura 1.4. */
export function status(stare: string, downloadId: string | null): Response {
  return xml(header(STATUS, { stare, ...(downloadId === null ? {} : { id_descarcare: downloadId }) }))
}

export function statusRefused(message: string): Response {
  return xml(header(STATUS, {}, 'Errors', [message]))
}

/** What stands in the ZIP of a refused document instead of it (efactura 1.5). */
export function errorsFile(uploadId: string, sellerCif: string, errors: readonly string[]): string {
  return header(ERRORS_FILE, { Index_incarcare: uploadId, Cif_emitent: sellerCif }, 'Error', errors)
}

/** Errors of lists and downloads are JSON, and in the simple list and the download HTTP 200 (efactura 1.5). */
export function refusedInJson(titlu: string, eroare: string, httpStatus = 200): Response {
  return json({ eroare, titlu }, httpStatus)
}

/** A parameter or the body is missing (efactura 1.3). */
export function badRequest(nowMs: number, message: string): Response {
  return json({ timestamp: readableTime(nowMs), status: 400, error: 'Bad Request', message }, 400)
}

export function notFound(nowMs: number, path: string): Response {
  const body = {
    timestamp: readableTime(nowMs),
    status: 404,
    error: 'Not Found',
    message: 'No message available',
    path,
  }
  return json(body, 404)
}

export function unauthorized(): Response {
  const headers = { 'content-type': 'text/plain', 'www-authenticate': 'Bearer error="invalid_token"' }
  return new Response('Unauthorized', { status: 401, headers })
}

export function forbidden(): Response {
  return new Response('Forbidden', { status: 403, headers: { 'content-type': 'text/plain' } })
}

export function technicalError(nowMs: number): Response {
  const error = 'Internal Server Error'
  return json({ timestamp: readableTime(nowMs), status: 500, error, message: 'A aparut o eroare tehnica.' }, 500)
}

export function tooManyRequests(retryAfterSeconds: number): Response {
  const body = JSON.stringify({ message: 'Limit Exceeded', status: 429 })
  return new Response(body, {
    status: 429,
    headers: { 'content-type': JSON_TYPE, 'retry-after': String(retryAfterSeconds) },
  })
}

/** What the firewall before ANAF says, with HTTP 200 (efactura 1.7). */
export function firewallPage(nowMs: number): Response {
  const text =
    '<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. ' +
    `Please consult with your administrator.<br><br>Your support ID is: ${nowMs}<br><br>` +
    "<a href='javascript:history.back();'>[Go Back]</a></body></html>"
  return new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8' } })
}
