import type { Client } from '../../domain/client.ts'
import { refuseProblems } from '../../domain/errors.ts'
import { changeParty, type PartyChanges } from '../../domain/party.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import { lockClient, updateClient } from './client.store.ts'
import { refusedWarnings } from './create-client.ts'

export interface ClientUpdate {
  readonly changes: PartyChanges
  readonly notes: string | null | undefined
  readonly isActive: boolean | undefined
}

/** Changes what was sent. Issued invoices keep the client as it stood when they were issued. */
export async function changeClient(
  ctx: Ctx,
  id: string,
  update: ClientUpdate,
): Promise<{ client: Client; warnings: readonly Problem[] }> {
  const before = await lockClient(ctx, id)
  const { party, problems, warnings } = changeParty(before.party, update.changes)
  refuseProblems([...problems, ...(await refusedWarnings(ctx, warnings))])
  const client: Client = {
    ...before,
    party,
    notes: update.notes === undefined ? before.notes : update.notes,
    isActive: update.isActive ?? before.isActive,
    updatedAt: ctx.now,
  }
  updateClient(ctx, client)
  ctx.record('client.updated', { type: 'client', id }, { fields: changedFields(before, client) })
  return { client, warnings }
}

function changedFields(before: Client, after: Client): string[] {
  const fields = Object.keys(after.party).filter(
    (field) => after.party[field as keyof Client['party']] !== before.party[field as keyof Client['party']],
  )
  if (before.notes !== after.notes) fields.push('notes')
  if (before.isActive !== after.isActive) fields.push('isActive')
  return fields
}
