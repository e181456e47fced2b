import type { DocumentWork } from '../../domain/efactura/document-desk.ts'
import { type EfacturaDocument, makeDocument } from '../../domain/efactura/make-document.ts'
import type { Ctx } from '../../store/ctx.ts'

/** The document of an invoice inside a transaction, which is begun anew where a large one has to be made first. */
export function documentOf(
  { documents }: Pick<Ctx, 'documents'>,
  invoice: DocumentWork['invoice'],
  seller: DocumentWork['seller'],
  choices: DocumentWork['choices'],
): EfacturaDocument {
  return documents ? documents.take({ invoice, seller, choices }) : makeDocument(invoice, seller, choices)
}
