import type { FastifyRequest } from 'fastify'
import { type AppError, ERRORS, type ErrorCode, fill, type Language } from '../domain/errors.ts'
import { MESSAGES } from '../domain/messages.ts'
import type { Problem } from '../domain/problem.ts'
import { type Json, type JsonText, joinPieces, piecesOf, render } from './json.ts'

export const JSON_TYPE = 'application/json; charset=utf-8'

/** `{success, data, meta}` around data that may be rendered already (contract 1.3). */
export function successBody(request: FastifyRequest, data: Json | JsonText): string {
  return `{"success":true,"data":${render(data)},"meta":${meta(request)}}`
}

/** The same for an answer that is only sent: bytes of the database stay bytes. */
export function successBytes(request: FastifyRequest, data: Json | JsonText): Buffer {
  return joinPieces(['{"success":true,"data":', ...piecesOf(data), `,"meta":${meta(request)}}`])
}

function meta(request: FastifyRequest): string {
  const elapsedMs = (request.startedAt ? performance.now() - request.startedAt : 0).toFixed(2)
  return `{"version":"v1","request_id":"${request.id}","response_time":"${elapsedMs}ms"}`
}

/** The error envelope, with the mirrored top level that the PHP SDK reads (contract 1.5, 19.3). */
export function errorBody(request: FastifyRequest, error: AppError, language: Language): string {
  const spec = ERRORS[error.code as ErrorCode]
  const message = fill(spec[language], error.params)
  const errors = problemTexts(error.problems, language)
  const retryAfter = error.params.retry_after
  const detail = {
    message,
    type: spec.type,
    code: error.code,
    status: spec.status,
    ...(errors ? { errors } : {}),
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
  }
  const mirror = {
    message,
    type: spec.type,
    code: error.code,
    ...(errors
      ? { errors: Object.fromEntries(Object.entries(errors).map(([path, sentence]) => [path, [sentence]])) }
      : {}),
  }
  return `{"success":false,"error":${JSON.stringify(detail)},${JSON.stringify(mirror).slice(1, -1)},"meta":${meta(request)}}`
}

function problemTexts(problems: readonly Problem[], language: Language): Record<string, string> | null {
  if (problems.length === 0) return null
  const texts: Record<string, string> = {}
  for (const problem of problems)
    if (!Object.hasOwn(texts, problem.path)) texts[problem.path] = problemText(problem, language)
  return texts
}

/** The sentence of a problem or a warning. */
export function problemText(problem: Problem, language: Language): string {
  if (problem.sentences) return problem.sentences[language]
  const sentence = MESSAGES[problem.code]
  return sentence ? fill(sentence[language], problem.params) : problem.code
}

/** `data.warnings[]`: what was stored although it looks wrong (contract decision 15). */
export function presentWarnings(warnings: readonly Problem[], language: Language): Json {
  return warnings.map((warning) => ({
    code: warning.code,
    field: warning.path,
    message: problemText(warning, language),
  }))
}

/** The same as a key for an answer that is rendered already, with its leading comma. */
export function warningsText(warnings: readonly Problem[], language: Language): string {
  return `,"warnings":${JSON.stringify(presentWarnings(warnings, language))}`
}
