import type { Invoice } from '../invoice.ts'
import type { Party } from '../party.ts'

/**
 * What may be put right in the XML of an invoice that ANAF rejected, to be sent again under the same number and date
 * (contract efactura 3.3): who the parties are and how things are called, never an amount. What was issued stays in
 * the snapshot.
 */
export interface Corrections {
  readonly buyer?: Partial<Party>
  /** By the id of the line. */
  readonly lines?: Readonly<Record<string, LineCorrection>>
  readonly observations?: string | null
  readonly notes?: string | null
}

export interface LineCorrection {
  readonly description?: string
  readonly descriptionExtended?: string | null
  readonly unit?: string
  readonly ublUm?: string | null
  readonly ublNc?: string | null
  readonly ublCpv?: string | null
  readonly exemptionCode?: string | null
  readonly exemptionReason?: string | null
}

export function withCorrections(invoice: Invoice, corrections: Corrections | null): Invoice {
  if (corrections === null) return invoice
  const { buyer, lines = {}, ...texts } = corrections
  return {
    ...invoice,
    buyer: { ...invoice.buyer, ...buyer },
    texts: { ...invoice.texts, ...texts },
    lines: invoice.lines.map((line) => {
      // A storno's line is called what the line is called that it reverses.
      const correction = lines[line.id] ?? (line.texts.sourceLineId ? lines[line.texts.sourceLineId] : undefined)
      return correction ? { ...line, texts: { ...line.texts, ...correction } } : line
    }),
  }
}

/** Later corrections over earlier ones, field by field. */
export function mergedCorrections(before: Corrections | null, after: Corrections | null): Corrections | null {
  if (before === null || after === null) return after ?? before
  const lines = { ...before.lines }
  for (const [id, line] of Object.entries(after.lines ?? {})) lines[id] = { ...lines[id], ...line }
  return { ...before, ...after, buyer: { ...before.buyer, ...after.buyer }, lines }
}
