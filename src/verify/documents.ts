import type { Invoice } from '../domain/invoice.ts'
import { toInvoice } from '../resources/invoices/invoice-rows.store.ts'
import type { CompanyParts } from './company.store.ts'
import type { StoredDocument } from './documents.store.ts'

/** A stored document, read, with the words that name it in a sentence. */
export interface ReadDocument {
  readonly stored: StoredDocument
  readonly invoice: Invoice
  readonly subject: string
  readonly company: CompanyParts
}

export function readDocument(stored: StoredDocument, company: CompanyParts): ReadDocument {
  const invoice = toInvoice(stored.row, stored.lines, stored.payments)
  return { stored, invoice, company, subject: subjectOf(stored.row) }
}

export function subjectOf(row: { readonly id: string; readonly number: string | null }): string {
  return row.number === null ? `Draft ${row.id}` : `Invoice ${row.id} (${row.number})`
}
