import type { DocumentWork } from '../../domain/efactura/document-desk.ts'
import { type EfacturaDocument, makeDocument } from '../../domain/efactura/make-document.ts'
import { judgeDocument, type Verdict, type Wanted } from './judge-document.ts'

/** Work for the thread, in plain data. */
export type Task =
  | { readonly kind: 'judge'; readonly source: Uint8Array; readonly wanted: Wanted }
  | { readonly kind: 'make'; readonly work: DocumentWork }

export type TaskResult = Verdict | { readonly kind: 'made'; readonly document: EfacturaDocument }

export function carryOut(task: Task): TaskResult {
  if (task.kind === 'judge') return judgeDocument(task.source, task.wanted)
  const { invoice, seller, choices } = task.work
  return { kind: 'made', document: makeDocument(invoice, seller, choices) }
}
