import { AppError } from '../../domain/errors.ts'
import type { Ctx } from '../../store/ctx.ts'
import { deleteClientRow, hasInvoices, lockClient } from './client.store.ts'

/** Deletes a client that no document names, drafts included (contract 2.5). */
export async function deleteClient(ctx: Ctx, id: string): Promise<void> {
  const client = await lockClient(ctx, id)
  if (await hasInvoices(ctx, id)) throw new AppError('client_has_invoices')
  deleteClientRow(ctx, id)
  ctx.record('client.deleted', { type: 'client', id }, { name: client.party.name })
}
