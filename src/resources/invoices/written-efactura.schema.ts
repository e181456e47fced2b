import Type from 'typebox'
import type { Finding } from '../../domain/efactura/rules/finding.ts'
import { HELD, type WaitReason } from '../../domain/efactura/waiting.ts'
import type { Language } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { FindingJson, presentFinding } from '../efactura/findings.schema.ts'
import { presentStanding } from './invoice-json.schema.ts'

/** More keys of the answer to a write that RO e-Factura has something to say of. */
export const WRITTEN_EFACTURA = {
  efactura_findings: Type.Optional(
    Type.Array(FindingJson, {
      description:
        'What the rules of RO e-Factura find: with `dry_run`, and of drafts where the company has e-Factura enabled.',
    }),
  ),
}

interface Said {
  readonly findings: readonly Finding[] | null
  readonly queued: {
    readonly invoice: Invoice
    readonly waitsFor: WaitReason | null
    /** Null: it does not go by itself. */
    readonly sendAt: number | null
  } | null
}

/** As text with leading commas, behind an invoice that is rendered already. */
export function efacturaText({ findings, queued }: Said, language: Language): string {
  const found = findings?.map((finding) => presentFinding(finding, language))
  const list = found ? `,"efactura_findings":${JSON.stringify(found)}` : ''
  return queued ? `${list},"efactura":${JSON.stringify(presentQueued(queued, language))}` : list
}

/** Without an authorisation the invoice stands, and the submission waits (contract 3.2). */
function presentQueued({ invoice, waitsFor, sendAt }: NonNullable<Said['queued']>, language: Language) {
  const standing = presentStanding(invoice.documentType, invoice.state, invoice.efactura, language)
  if (sendAt === null) return { ...standing, error_code: HELD }
  if (waitsFor === null) return standing
  return { ...standing, status: 'error', error_code: waitsFor, errors: [standing.message] }
}
