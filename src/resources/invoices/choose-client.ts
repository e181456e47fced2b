import type { Client } from '../../domain/client.ts'
import { AppError, refuseProblems } from '../../domain/errors.ts'
import { changeParty, type Party, type PartyChanges } from '../../domain/party.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import { lockName } from '../../store/lock.ts'
import { findClientLike, lockClient, lockClientIfAny } from '../clients/client.store.ts'
import { saveNewClient } from '../clients/create-client.ts'

export interface ChosenClient {
  readonly client: Client
  /** As the document will show it: the stored client, with what the caller sent for this document. */
  readonly buyer: Party
  /** What the caller sent of a client that was known already. */
  readonly changes: PartyChanges | null
  readonly warnings: readonly Problem[]
}

export interface AskedClient {
  readonly clientId: string | undefined
  readonly data:
    | { readonly changes: PartyChanges; readonly notes: string | null; readonly isActive: boolean }
    | undefined
}

/**
 * Exactly one of `client_id` and `client_data`. Inline data means a known client when it has the same fiscal code,
 * or the same e-mail and name; otherwise a new one is made (contract 3.2). The client is held, for its figures.
 */
export async function chooseClient(ctx: Ctx, asked: AskedClient): Promise<ChosenClient> {
  if ((asked.clientId === undefined) === (asked.data === undefined)) {
    throw new AppError('invalid_request', {}, [{ path: 'client_id', code: 'exactly_one_client' }])
  }
  if (asked.clientId !== undefined) {
    const client = await lockClient(ctx, asked.clientId)
    if (!client.isActive) refuseProblems([{ path: 'client_id', code: 'client_inactive' }])
    return { client, buyer: client.party, changes: null, warnings: [] }
  }
  return fromData(ctx, asked.data as NonNullable<AskedClient['data']>)
}

async function fromData(ctx: Ctx, data: NonNullable<AskedClient['data']>): Promise<ChosenClient> {
  const { party, problems, warnings } = changeParty(null, data.changes, 'client_data.')
  refuseProblems(problems)
  await lockName(ctx, `client ${party.cui ?? party.email ?? party.name}`)
  const known = await findClientLike(ctx, party)
  const client = known && (await lockClientIfAny(ctx, known))
  if (!client) return { client: saveNewClient(ctx, party, data), buyer: party, changes: null, warnings }
  const buyer = changeParty(client.party, data.changes, 'client_data.').party
  return { client, buyer, changes: data.changes, warnings }
}
