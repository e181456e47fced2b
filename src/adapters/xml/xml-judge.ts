import type { DocumentMaker } from '../../domain/efactura/document-desk.ts'
import { type Busy, busyError, type DocumentReader, summaryOf, tooSlowToRead } from '../../domain/efactura/summary.ts'
import { AppError } from '../../domain/errors.ts'
import { type Fullness, makeFairQueue } from './fair-queue.ts'
import { judgeDocument, type Verdict, type Wanted } from './judge-document.ts'
import type { Task, TaskResult } from './judge-task.ts'
import { makeJudgeThread } from './judge-thread.ts'

/** `busy`: so many large documents wait already, of all or of this company, that this one should come again later. */
export type Judged =
  | Verdict
  | { readonly kind: 'busy'; readonly full: Fullness; readonly retryAfterSeconds: number }
  | { readonly kind: 'too_slow' }

export interface XmlJudge extends DocumentMaker, DocumentReader {
  /** `companyId` is whose share of the queue it takes. */
  judge(source: Uint8Array, companyId: string, wanted?: Wanted): Promise<Judged>
}

export interface XmlJudgeLimits {
  /** Up to this size a document is judged at once, in a few milliseconds: ordinary invoices take 5 to 12 KB; above it, in a thread. */
  readonly inlineBytes: number
  /** Those that are at work counted in. */
  readonly mostWaiting: number
  readonly mostOfOne: number
  readonly timeoutMs: number
  readonly idleMs: number
}

const LIMITS: XmlJudgeLimits = {
  inlineBytes: 16 * 1024,
  mostWaiting: 24,
  mostOfOne: 8,
  timeoutMs: 30_000,
  idleMs: 30_000,
}
const RETRY_SECONDS = 10

/**
 * Judges and makes documents without stopping the server: 10 MB take five seconds of one core, so what is large is done
 * one at a time in a thread, the companies in turn, and only so many wait.
 */
export function makeXmlJudge(given: Partial<XmlJudgeLimits> = {}): XmlJudge {
  const limits = { ...LIMITS, ...given }
  const thread = makeJudgeThread(limits)
  const queue = makeFairQueue({ most: limits.mostWaiting, mostOfOne: limits.mostOfOne })

  const inThread = async (task: Task, companyId: string): Promise<TaskResult | Exclude<Judged, Verdict>> => {
    const full = queue.fullFor(companyId)
    if (full !== null) return { kind: 'busy', full, retryAfterSeconds: RETRY_SECONDS }
    return queue.run(companyId, () => thread.run(task))
  }
  return {
    async judge(source, companyId, wanted = 'findings') {
      if (source.length <= limits.inlineBytes) return judgeDocument(source, wanted)
      const judged = await inThread({ kind: 'judge', source, wanted }, companyId)
      if (judged.kind === 'made' || judged.kind === 'summarized') throw somethingElse()
      return judged
    },
    async make(work, companyId) {
      const made = await inThread({ kind: 'make', work }, companyId)
      if (made.kind === 'busy') throw busyError(inShort(made))
      if (made.kind !== 'made') throw new AppError('documents_busy', { retry_after: RETRY_SECONDS })
      return made.document
    },
    async summarize(source, companyId) {
      if (source.length <= limits.inlineBytes) return summaryOf(source)
      const read = await inThread({ kind: 'summarize', source }, companyId)
      if (read.kind === 'busy') return inShort(read)
      if (read.kind === 'too_slow') return tooSlowToRead()
      if (read.kind !== 'summarized') throw somethingElse()
      return read.summary
    },
  }
}

function somethingElse(): Error {
  return new Error('the thread that judges answered something else')
}

function inShort({ full, retryAfterSeconds }: Extract<Judged, { kind: 'busy' }>): Busy {
  return { kind: 'busy', isShareSpent: full === 'share', retryAfterSeconds }
}
