import { fold } from '../../domain/text.ts'
import type { AnafFailure, AnafRefusal, SignatureAnswer, TransformAnswer, ValidateAnswer } from './anaf.ts'
import { type Reply, unreadable } from './call-anaf.ts'
import { fieldsOf, jsonOf, jsonRefusal } from './read-json.ts'
import { sentences } from './refusal.ts'

/** Efactura 1.6. */
export function readValidation(reply: Reply): ValidateAnswer {
  const state = jsonOf(reply)?.text('stare').toLowerCase()
  if (state === 'ok' && reply.status < 400) return { kind: 'valid' }
  return readInvalid(reply) ?? unreadable(reply, 'not an answer about validity')
}

export function readTransformation(reply: Reply): TransformAnswer {
  if (Buffer.from(reply.bytes.subarray(0, 5)).toString('latin1') === '%PDF-') return { kind: 'pdf', pdf: reply.bytes }
  return readInvalid(reply) ?? unreadable(reply, 'neither a PDF nor an answer about validity')
}

function readInvalid(reply: Reply): { kind: 'invalid'; messages: readonly string[] } | AnafRefusal | null {
  const json = jsonOf(reply)
  if (json?.text('stare').toLowerCase() !== 'nok') return jsonRefusal(reply)
  const messages = (json.list('messages') ?? []).map((message) =>
    typeof message === 'string' ? message : (fieldsOf(message)?.text('message') ?? ''),
  )
  return { kind: 'invalid', messages: sentences(messages) }
}

/** `{msg}`, where only the sentence says how it ended (efactura 1.2). */
export function readSignatureCheck(reply: Reply): SignatureAnswer | AnafFailure {
  const message = jsonOf(reply)?.text('msg') ?? ''
  if (message === '') return jsonRefusal(reply) ?? unreadable(reply, 'not an answer about a signature')
  const said = fold(message)
  const isValid = /validate? cu succes/.test(said) && !/\bnu (a|au|s-a|s-au|pot|poate|putut)\b/.test(said)
  return { kind: isValid ? 'valid' : 'invalid', message: message.slice(0, 2_000) }
}
