import { type Corrections, type LineCorrection, mergedCorrections } from '../../domain/efactura/corrections.ts'
import { standsInTheWay } from '../../domain/efactura/submission.ts'
import { AppError, refuseProblems } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { changeParty, type Party, type PartyChanges } from '../../domain/party.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import { refusedWarnings } from '../clients/create-client.ts'
import { lockInvoice } from '../invoices/invoice.store.ts'
import { correctionsIn } from './corrections-of.ts'
import { findLatestSubmission } from './submission.store.ts'
import { type Submitted, submitInvoice } from './submit-invoice.ts'

/** What is to be put right, as it was asked for. */
export interface AskedCorrections {
  readonly client: PartyChanges | undefined
  readonly lines: readonly { readonly id: string; readonly correction: LineCorrection }[]
  readonly observations: string | null | undefined
  readonly notes: string | null | undefined
}

/**
 * Sends an invoice again under the same number and date (contract efactura 3.3), with what is put right now laid over
 * what was put right before. Only the latest submission can be repeated.
 */
export async function retrySubmission(
  ctx: Ctx,
  asked: { readonly id: string | null; readonly invoice_id: string },
  corrections: AskedCorrections | undefined,
  actorName: string,
): Promise<Submitted> {
  const invoice = await lockInvoice(ctx, asked.invoice_id)
  const latest = await findLatestSubmission(ctx.db, ctx.companyId, asked.invoice_id)
  if ((latest?.id ?? null) !== asked.id || (latest && standsInTheWay(latest, latest.environment)))
    throw new AppError('submission_not_repeatable')
  const before = correctionsIn(latest)
  const checked = corrections ? await checkCorrections(ctx, invoice, before, corrections) : null
  const sent = await submitInvoice(ctx, invoice.id, {
    environment: latest?.environment,
    corrections: mergedCorrections(before, checked?.corrections ?? null),
    actorName,
  })
  if (checked) {
    const data = { number: invoice.issued?.number, submission_id: sent.submission.seq, fields: checked.fields }
    ctx.record('efactura.corrected', { type: 'invoice', id: invoice.id }, data)
  }
  return { ...sent, warnings: [...(checked?.warnings ?? []), ...sent.warnings] }
}

async function checkCorrections(ctx: Ctx, invoice: Invoice, before: Corrections | null, asked: AskedCorrections) {
  const buyer: Party = { ...invoice.buyer, ...before?.buyer }
  const party = changeParty(buyer, asked.client ?? {}, 'corrections.client.')
  const known = new Set(invoice.lines.map(({ id }) => id))
  const seen = new Set<string>()
  const strangers = asked.lines.flatMap(({ id }, index): Problem[] => {
    const path = `corrections.items.${index}.id`
    const isRepeated = seen.has(id)
    seen.add(id)
    if (!known.has(id)) return [{ path, code: 'unknown_line' }]
    return isRepeated ? [{ path, code: 'repeated' }] : []
  })
  const strict = await refusedWarnings(ctx, party.warnings)
  refuseProblems([...party.problems, ...strict, ...strangers])
  const changed = changedFields(buyer, party.party)
  const corrections: Corrections = {
    ...(asked.client ? { buyer: changed } : {}),
    lines: Object.fromEntries(asked.lines.map(({ id, correction }) => [id, correction])),
    ...(asked.observations === undefined ? {} : { observations: asked.observations }),
    ...(asked.notes === undefined ? {} : { notes: asked.notes }),
  }
  const fields = [
    ...Object.keys(changed).map((field) => `client.${field}`),
    ...asked.lines.map(({ id }) => `items.${id}`),
    ...(asked.observations === undefined ? [] : ['observations']),
    ...(asked.notes === undefined ? [] : ['notes']),
  ]
  return { corrections, fields, warnings: party.warnings }
}

function changedFields(before: Party, after: Party): Partial<Party> {
  const names = Object.keys(after) as (keyof Party)[]
  return Object.fromEntries(names.filter((name) => after[name] !== before[name]).map((name) => [name, after[name]]))
}
