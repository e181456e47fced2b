import type { FastifyInstance } from 'fastify'
import type { ReadCtx } from '../store/ctx.ts'
import { fileDocumentation } from './documentation.ts'
import { type EndpointBase, type Input, readingOf, type Services } from './endpoint.ts'
import { flag, object, optional } from './fields.ts'

export const FileQuery = object({ download: optional(flag) })
type FileQueryValue = { readonly download?: boolean | undefined }

export type FileType = 'application/xml' | 'application/zip' | 'application/pdf'

export interface FileAnswer {
  readonly bytes: Uint8Array
  /** What it is called where it is saved, with its ending; any text, made safe here. */
  readonly name: string
}

/** A GET that answers a file as it is. What is refused is refused in JSON, as everywhere. */
export interface FileEndpoint extends Omit<EndpointBase<FileQueryValue>, 'answer' | 'query'> {
  readonly type: FileType
  /** It asks somebody outside, which HEAD, that may be sent by anything that looks at a link, does not. */
  readonly asksOutside?: boolean
  run(ctx: ReadCtx, input: Input<FileQueryValue, undefined>): Promise<FileAnswer>
}

/** Outside of any transaction: `run` may call the outside world. */
export function fileEndpoint(app: FastifyInstance, services: Services, endpoint: FileEndpoint): void {
  app.get(endpoint.url, {
    exposeHeadRoute: !endpoint.asksOutside,
    config: endpoint.scope ? { scope: endpoint.scope } : {},
    schema: fileDocumentation({ ...endpoint, query: FileQuery }, endpoint.type),
    handler: async (request, reply) => {
      const { ctx, input } = await readingOf(services, request, FileQuery)
      const { bytes, name } = await endpoint.run(ctx, input)
      const disposition = input.query.download ? 'attachment' : 'inline'
      return (
        reply
          .code(200)
          .type(endpoint.type)
          .header('content-disposition', `${disposition}; filename="${safeFileName(name)}"`)
          // What others wrote is shown as what it is, and runs nothing.
          .header('x-content-type-options', 'nosniff')
          .header('content-security-policy', "default-src 'none'; sandbox")
          .header('cache-control', 'private, no-store')
          .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
      )
    },
  })
}

const LONGEST_NAME = 100

/** Letters, digits, `.`, `_` and `-`: neither a header nor a disk reads more into it. */
export function safeFileName(name: string): string {
  const safe = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
  const plain = safe.replace(/^[.-]+/, '').slice(-LONGEST_NAME)
  return plain === '' ? 'file' : plain
}
