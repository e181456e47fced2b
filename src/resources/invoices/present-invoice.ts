import type { Client } from '../../domain/client.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Problem } from '../../domain/problem.ts'
import { presentWarnings } from '../../http/envelope.ts'
import { JsonText } from '../../http/json.ts'
import type { Ctx, ReadCtx } from '../../store/ctx.ts'
import { presentClient } from '../clients/client.schema.ts'
import { getClient } from '../clients/client.store.ts'
import { composeInvoice, type Expansion, renderInvoice, SHAPE } from './invoice.json.ts'
import type { RenderedRow } from './invoice-read.store.ts'
import { getInvoice } from './invoice.store.ts'

/** The answer to a write, with more keys behind; each of `extra` has a leading comma. */
export function presentWritten(ctx: Pick<Ctx, 'today' | 'language'>, invoice: Invoice, warnings: readonly Problem[] = [], extra = ''): JsonText {
  const row = { ...renderInvoice(invoice), state: invoice.state, due_date: invoice.dueDate }
  const expand = { lines: true, payments: true, efactura: false, client: null }
  return new JsonText(composeInvoice(row, ctx.today, expand, `,"warnings":${JSON.stringify(presentWarnings(warnings, ctx.language))}${extra}`))
}

/** The answer to a read. Documents rendered for an older shape are rendered anew. */
export async function presentRead(ctx: ReadCtx, row: RenderedRow, expand: ReadonlySet<string>, isSingle: boolean): Promise<JsonText> {
  const client = expand.has('client') ? await clientJson(ctx, row.client_id) : null
  const expansion: Expansion = {
    lines: isSingle || expand.has('lines'),
    payments: isSingle || expand.has('payments'),
    efactura: expand.has('efactura'),
    client,
  }
  const current = row.json_shape === SHAPE ? row : { ...row, ...renderInvoice(await getInvoice(ctx, row.id)) }
  return new JsonText(composeInvoice(current, ctx.today, expansion))
}

async function clientJson(ctx: ReadCtx, clientId: string): Promise<string> {
  const client: Client = await getClient(ctx, clientId)
  return JSON.stringify(presentClient(client, ctx.today))
}
