import { type Busy, type DocumentReader, type Summary, summaryOf } from '../../domain/efactura/summary.ts'
import type { Clock } from '../../store/clock.ts'
import type { Database } from '../../store/conn.ts'

/** What reading the inbox stands on. Without a judge even large documents are read where they are asked for. */
export interface InboxTools {
  readonly database: Database
  readonly clock: Clock
  readonly xmlJudge?: DocumentReader | undefined
}

/** Outside of any transaction: a large document is waited for. */
export async function summarizeDocument(
  { xmlJudge }: Pick<InboxTools, 'xmlJudge'>,
  document: Uint8Array,
  companyId: string,
): Promise<Summary | Busy> {
  return xmlJudge ? xmlJudge.summarize(document, companyId) : summaryOf(document)
}
