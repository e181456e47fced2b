import type { DocumentWork } from '../../domain/efactura/document-desk.ts'
import { type EfacturaDocument, makeDocument } from '../../domain/efactura/make-document.ts'
import { type Summary, summaryOf } from '../../domain/efactura/summary.ts'
import { judgeDocument, type Verdict, type Wanted } from './judge-document.ts'

/** Work for the thread, in plain data. */
export type Task =
  | { readonly kind: 'judge'; readonly source: Uint8Array; readonly wanted: Wanted }
  | { readonly kind: 'make'; readonly work: DocumentWork }
  | { readonly kind: 'summarize'; readonly source: Uint8Array }

export type TaskResult =
  | Verdict
  | { readonly kind: 'made'; readonly document: EfacturaDocument }
  | { readonly kind: 'summarized'; readonly summary: Summary }

export function carryOut(task: Task): TaskResult {
  switch (task.kind) {
    case 'judge':
      return judgeDocument(task.source, task.wanted)
    case 'make': {
      const { invoice, seller, choices } = task.work
      return { kind: 'made', document: makeDocument(invoice, seller, choices) }
    }
    case 'summarize':
      return { kind: 'summarized', summary: summaryOf(task.source) }
  }
}
