import type { AnafAccess } from '../../adapters/anaf/anaf-access.ts'
import { busyError } from '../../domain/efactura/summary.ts'
import { AppError } from '../../domain/errors.ts'
import type { MessageRow } from '../../store/efactura-tables.ts'
import { keepFile, readFile } from './file.store.ts'
import { inCompany } from './in-company.ts'
import { updateMessage } from './message.store.ts'
import { type InboxTools, summarizeDocument } from './summarize-document.ts'

/** ANAF's own picture of a received or sent document: made once by ANAF, kept here after that. */
export async function messagePdf(tools: InboxTools, access: AnafAccess, row: MessageRow): Promise<Uint8Array> {
  const { read } = tools.database
  const kept = await readFile(read, row.company_id, row.pdf_file_id)
  if (kept) return kept
  const xml = await readFile(read, row.company_id, row.xml_file_id)
  if (!xml) throw new AppError('efactura_xml_missing')
  const summary = await summarizeDocument(tools, xml, row.company_id)
  if (summary.kind === 'busy') throw busyError(summary)
  // A message or a list of errors has no picture.
  if (summary.kind !== 'invoice') throw new AppError('efactura_xml_missing')
  const { standard } = summary
  const services = await access.publicServices(row.company_id)
  const answer = await services.transform(xml, standard, { skipValidation: true })
  if (answer.kind !== 'pdf') throw new AppError('anaf_unavailable', { detail: problemOf(answer) })
  await inCompany(tools, row.company_id, row.id, async (ctx) => {
    const file = keepFile(ctx.db, { companyId: ctx.companyId, kind: 'pdf', bytes: answer.pdf, now: ctx.now })
    updateMessage(ctx.db, row, { pdf_file_id: file.id, updated_at: ctx.now })
  })
  return answer.pdf
}

function problemOf(
  answer:
    | { kind: 'invalid'; messages: readonly string[] }
    | { kind: 'refusal'; errors: readonly string[] }
    | { kind: 'failure'; detail: string },
): string {
  switch (answer.kind) {
    case 'invalid':
      return answer.messages.join(' ')
    case 'refusal':
      return answer.errors.join(' ')
    case 'failure':
      return answer.detail
  }
}
