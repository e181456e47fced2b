import type { FastifyInstance } from 'fastify'
import type { AnafAccess } from '../../adapters/anaf/anaf-access.ts'
import { AppError } from '../../domain/errors.ts'
import type { Caller } from '../../http/auth.ts'
import { callEndpoint } from '../../http/call-endpoint.ts'
import type { Services } from '../../http/endpoint.ts'
import { type FileAnswer, fileEndpoint } from '../../http/file-endpoint.ts'
import type { ReadCtx } from '../../store/ctx.ts'
import { readFile } from './file.store.ts'
import { getMessage } from './find-message.ts'
import { presentReply, ReplyBody, ReplyJson } from './message.schema.ts'
import { messagePdf } from './message-pdf.ts'
import { beginReply, sendReply, settleReply } from './reply-to-issuer.ts'

type MessageServices = Services & { readonly anafAccess?: AnafAccess }

const common = { scope: 'efactura:read', tag: 'e-Factura' } as const

/** The files of what ANAF has for the company, and writing back to who issued an invoice. */
export function messageFileRoutes(app: FastifyInstance, services: MessageServices): void {
  const access = () => {
    if (!services.anafAccess) throw new AppError('service_unavailable')
    return services.anafAccess
  }
  fileEndpoint(app, services, {
    ...common,
    url: '/efactura/messages/:id/xml',
    type: 'application/xml',
    summary: 'Download the XML of a message',
    example: { path: '/efactura/messages/3001000001/xml', inSandbox: true },
    run: (ctx, { params }) => fileOf(ctx, params.id, 'xml_file_id', 'xml'),
  })
  fileEndpoint(app, services, {
    ...common,
    url: '/efactura/messages/:id/zip',
    type: 'application/zip',
    summary: 'Download the archive of a message, with the signature of ANAF',
    description: 'Byte for byte as ANAF handed it out.',
    example: { path: '/efactura/messages/3001000001/zip', inSandbox: true, saveAs: 'mesaj.zip' },
    run: (ctx, { params }) => fileOf(ctx, params.id, 'archive_file_id', 'zip'),
  })
  fileEndpoint(app, services, {
    ...common,
    url: '/efactura/messages/:id/pdf',
    type: 'application/pdf',
    asksOutside: true,
    summary: 'Download the PDF that ANAF makes of an invoice',
    description: 'Made by ANAF the first time, and kept here.',
    example: { path: '/efactura/messages/3001000001/pdf', inSandbox: true, saveAs: 'factura.pdf' },
    run: async (ctx, { params }) => {
      const row = await getMessage(ctx.db, ctx.companyId, params.id ?? '')
      return { bytes: await messagePdf(services, access(), row), name: `${row.message_id}.pdf` }
    },
  })
  callEndpoint(app, services, {
    method: 'POST',
    scope: 'efactura:write',
    tag: 'e-Factura',
    url: '/efactura/messages/:id/reply',
    operationId: 'replyToIssuer',
    summary: 'Write to the issuer of a received invoice',
    description:
      'Through ANAF, as a message of the buyer (RASP). Under one `Idempotency-Key` it is never sent twice, even when nobody knows whether it arrived: `status` is then `unknown`.',
    status: 201,
    body: ReplyBody,
    answer: ReplyJson,
    example: {
      path: '/efactura/messages/3001000001/reply',
      body: { message: 'Cantitatea de pe linia 2 este greșită.' },
      inSandbox: true,
    },
    begin: (ctx, { params, body, request }) => {
      const { keyId, keyName } = request.caller as Caller
      const sent = request.headers['idempotency-key']
      const idempotency = sent === undefined ? null : { by: keyId, key: String(sent) }
      return beginReply(ctx, { messageId: params.id ?? '', text: body.message, idempotency, actorName: keyName })
    },
    call: (begun) => sendReply(access(), begun),
    finish: async (ctx, begun, outcome) => {
      const settled = settleReply(ctx, begun, outcome)
      return settled instanceof AppError ? settled : presentReply(settled, ctx.now)
    },
  })
}

async function fileOf(
  ctx: ReadCtx,
  id: string | undefined,
  column: 'xml_file_id' | 'archive_file_id',
  ending: string,
): Promise<FileAnswer> {
  const row = await getMessage(ctx.db, ctx.companyId, id ?? '')
  const bytes = await readFile(ctx.db, ctx.companyId, row[column])
  if (!bytes) throw new AppError('efactura_xml_missing')
  return { bytes, name: `${row.message_id}.${ending}` }
}
