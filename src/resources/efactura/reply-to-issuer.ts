import type { UploadAnswer } from '../../adapters/anaf/anaf.ts'
import type { AnafAccess } from '../../adapters/anaf/anaf-access.ts'
import { writeBuyerMessage } from '../../domain/efactura/buyer-message.ts'
import { AppError, refuseProblems } from '../../domain/errors.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { ReplyRow } from '../../store/efactura-tables.ts'
import { lockCompany } from '../settings/company.store.ts'
import { keepFile } from './file.store.ts'
import { getMessage } from './find-message.ts'
import { findReplyByRequest, insertReply, updateReply } from './reply.store.ts'

/** A reply that this request sends, or one that the same request sent before. */
export interface BegunReply {
  readonly reply: ReplyRow
  readonly cif: string
  readonly xml: string
  readonly isKnown: boolean
}

export interface ReplyAsked {
  readonly messageId: string
  readonly text: string
  /** Whose `Idempotency-Key`, and which; null without one. It holds for the message that is answered. */
  readonly idempotency: { readonly by: string; readonly key: string } | null
  readonly actorName: string
}

/** Writes the reply down before it leaves. What was sent before, or may have been, is not sent again under its key. */
export async function beginReply(ctx: Ctx, asked: ReplyAsked): Promise<BegunReply> {
  const company = await lockCompany(ctx)
  const message = await getMessage(ctx.db, ctx.companyId, asked.messageId)
  if (message.kind !== 'received' || message.upload_id === '') {
    refuseProblems([{ path: 'id', code: 'not_received_invoice' }])
  }
  const xml = writeBuyerMessage({ invoiceUploadId: message.upload_id, text: asked.text })
  const cif = (company.cui ?? message.cif).replace(/\D/g, '')
  const [requestKey = null, ...olderKeys] = requestKeys(message.id, asked)
  const known =
    requestKey === null ? null : await findReplyByRequest(ctx.db, ctx.companyId, message.id, [requestKey, ...olderKeys])
  if (known) {
    if (known.text !== asked.text) throw new AppError('idempotency_conflict')
    const mayGoAgain = known.state === 'failed' || known.state === 'refused'
    if (!mayGoAgain) return { reply: known, cif, xml, isKnown: true }
    updateReply(ctx.db, known, { state: 'sending', error: null, updated_at: ctx.now })
    return { reply: { ...known, state: 'sending' }, cif, xml, isKnown: false }
  }
  const file = { companyId: ctx.companyId, kind: 'reply_xml', bytes: Buffer.from(xml, 'utf8'), now: ctx.now } as const
  const reply: ReplyRow = {
    id: ctx.newId('rep'),
    company_id: ctx.companyId,
    environment: message.environment,
    message_id: message.id,
    invoice_upload_id: message.upload_id,
    text: asked.text,
    xml_file_id: keepFile(ctx.db, file).id,
    state: 'sending',
    upload_id: null,
    error: null,
    request_key: requestKey,
    actor_name: asked.actorName,
    created_at: ctx.now,
    updated_at: ctx.now,
  }
  insertReply(ctx.db, reply)
  return { reply, cif, xml, isKnown: false }
}

/** Under what a request is remembered, and how replies were remembered that knew nothing of their message. */
function requestKeys(messageId: string, { idempotency }: ReplyAsked): string[] {
  if (idempotency === null) return []
  const { by, key } = idempotency
  return [`${by} ${messageId} ${key}`, `${by} ${key}`]
}

export type ReplyOutcome = UploadAnswer | { readonly kind: 'no_token' } | { readonly kind: 'known' }

export async function sendReply(access: AnafAccess, begun: BegunReply): Promise<ReplyOutcome> {
  if (begun.isKnown) return { kind: 'known' }
  const { company_id: companyId, environment } = begun.reply
  const connection = await access.connect(companyId, environment)
  if (connection.kind === 'no_token') return { kind: 'no_token' }
  if (connection.kind === 'unavailable') return notSent(connection.detail)
  return connection.client.upload(connection.token, {
    xml: Buffer.from(begun.xml, 'utf8'),
    standard: 'RASP',
    cif: begun.cif,
    isConsumer: false,
    isExtern: false,
    isSelfBilled: false,
    isEnforcement: false,
  })
}

function notSent(detail: string): UploadAnswer {
  const nothing = { mayHaveArrived: false, retryAfterSeconds: null, status: null }
  return { kind: 'failure', reason: 'unavailable', detail, ...nothing }
}

/** Writes down how it ended. What may have arrived is `unknown`, which is an answer and not an error. */
export function settleReply(ctx: Ctx, { reply }: BegunReply, outcome: ReplyOutcome): ReplyRow | AppError {
  const end = (changes: Pick<ReplyRow, 'state' | 'upload_id' | 'error'>): ReplyRow => {
    updateReply(ctx.db, reply, { ...changes, updated_at: ctx.now })
    const data = { reply_id: reply.id, state: changes.state, invoice_upload_id: reply.invoice_upload_id }
    ctx.record('efactura.reply', { type: 'efactura_message', id: reply.message_id }, data)
    return { ...reply, ...changes, updated_at: ctx.now }
  }
  switch (outcome.kind) {
    case 'known':
      return reply
    case 'received':
      return end({ state: 'sent', upload_id: outcome.uploadId, error: null })
    case 'refusal':
      return end({ state: 'refused', upload_id: null, error: outcome.errors.join(' ') })
    case 'no_token':
      end({ state: 'failed', upload_id: null, error: 'oauth_not_configured' })
      return new AppError('oauth_not_configured', { environment: reply.environment })
    case 'failure': {
      const state = outcome.mayHaveArrived ? 'unknown' : 'failed'
      const ended = end({ state, upload_id: null, error: outcome.detail })
      return state === 'unknown' ? ended : new AppError('anaf_unavailable', { detail: outcome.detail })
    }
  }
}
