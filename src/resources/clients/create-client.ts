import type { Client } from '../../domain/client.ts'
import { NO_FIGURES } from '../../domain/client-figures.ts'
import { refuseProblems } from '../../domain/errors.ts'
import { changeParty, type Party, type PartyChanges } from '../../domain/party.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import { isStrict } from '../settings/company.store.ts'
import { insertClient } from './client.store.ts'

export interface NewClientFields {
  readonly changes: PartyChanges
  readonly notes: string | null
  readonly isActive: boolean
}

/** Creates a client. Two clients may share a fiscal code (contract 2.2). */
export async function createClient(
  ctx: Ctx,
  fields: NewClientFields,
): Promise<{ client: Client; warnings: readonly Problem[] }> {
  const { party, problems, warnings } = changeParty(null, fields.changes)
  refuseProblems([...problems, ...(await refusedWarnings(ctx, warnings))])
  return { client: saveNewClient(ctx, party, fields), warnings }
}

/** Saves a client whose data was checked already. */
export function saveNewClient(ctx: Ctx, party: Party, fields: { notes: string | null; isActive: boolean }): Client {
  const client: Client = {
    id: ctx.newId('cli'),
    party,
    notes: fields.notes,
    isActive: fields.isActive,
    figures: NO_FIGURES,
    lastPayment: null,
    version: 1,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
  insertClient(ctx, client)
  ctx.record('client.created', { type: 'client', id: client.id }, { name: party.name })
  return client
}

/** Wrong check digits are refusals for a company that asks for strict identifiers (contract decision 15). */
export async function refusedWarnings(ctx: Ctx, warnings: readonly Problem[]): Promise<readonly Problem[]> {
  const wrong = warnings.filter(({ code }) => code === 'wrong_check_digit')
  return wrong.length > 0 && (await isStrict(ctx)) ? wrong : []
}
