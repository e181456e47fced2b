import { notFound } from '../../domain/errors.ts'
import type { Conn } from '../../store/conn.ts'
import type { ReadCtx } from '../../store/ctx.ts'
import { prepared } from '../../store/prepared.ts'
import { listClientsById } from './client.store.ts'
import { renderClient } from './client-json.schema.ts'

/** Which client, and how often it was written: what was rendered for a version holds for it, in every process. */
export interface ClientVersion {
  readonly id: string
  readonly version: number
}

interface Kept {
  readonly version: number
  readonly today: string
  readonly bytes: Uint8Array
}

/** About six thousand clients. Writing the answer costs several times what asking for the version does. */
const MOST_BYTES = 12 * 1024 * 1024

class Renderings {
  private readonly kept = new Map<string, Kept>()
  private size = 0

  find({ id, version }: ClientVersion, today: string): Uint8Array | null {
    const found = this.kept.get(id)
    return found && found.version === version && found.today === today ? found.bytes : null
  }

  keep(id: string, kept: Kept): void {
    const before = this.kept.get(id)
    if (before) this.size -= before.bytes.length
    // Behind all others, so that the oldest go first.
    this.kept.delete(id)
    this.kept.set(id, kept)
    this.size += kept.bytes.length
    for (const [oldest, { bytes }] of this.kept) {
      if (this.size <= MOST_BYTES) break
      this.kept.delete(oldest)
      this.size -= bytes.length
    }
  }
}

const renderingsOf = new WeakMap<Conn, Renderings>()

function renderings(db: Conn): Renderings {
  const known = renderingsOf.get(db)
  if (known) return known
  const made = new Renderings()
  renderingsOf.set(db, made)
  return made
}

const versionOf = prepared<{ companyId: string; id: string }, ClientVersion>(({ db, p }) =>
  db.selectFrom('client').select(['id', 'version']).where('company_id', '=', p.companyId).where('id', '=', p.id),
)

/** The answer to the reading of one client (contract 18.1). */
export async function getRenderedClient(ctx: ReadCtx, id: string): Promise<Uint8Array> {
  const found = (await versionOf(ctx.db, { companyId: ctx.companyId, id }))[0]
  if (!found) throw notFound('client')
  const [rendered] = await renderClients(ctx, [found])
  if (!rendered) throw notFound('client')
  return rendered
}

/** Clients of a list in its order; one that was deleted since the list was read is left out. */
export async function renderClients(ctx: ReadCtx, listed: readonly ClientVersion[]): Promise<Uint8Array[]> {
  const kept = renderings(ctx.db)
  const bytes = new Map<string, Uint8Array>()
  for (const client of listed) {
    const found = kept.find(client, ctx.today)
    if (found) bytes.set(client.id, found)
  }
  const missing = listed.filter(({ id }) => !bytes.has(id)).map(({ id }) => id)
  if (missing.length > 0) {
    for (const client of await listClientsById(ctx, missing)) {
      const rendered = Buffer.from(renderClient(client, ctx.today).text)
      kept.keep(client.id, { version: client.version, today: ctx.today, bytes: rendered })
      bytes.set(client.id, rendered)
    }
  }
  return listed.flatMap(({ id }) => {
    const found = bytes.get(id)
    return found ? [found] : []
  })
}
