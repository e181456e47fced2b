import { Worker } from 'node:worker_threads'
import { judgeDocument, type Verdict } from './judge-document.ts'

/** `busy`: so many large documents wait already that this one should come again later. */
export type Judged = Verdict | { readonly kind: 'busy' } | { readonly kind: 'too_slow' }

export interface XmlJudge {
  judge(source: Uint8Array): Promise<Judged>
}

export interface XmlJudgeLimits {
  /** Up to this size a document is judged at once, in about 20 ms; above it, in a thread of its own. */
  readonly inlineBytes: number
  readonly mostWaiting: number
  readonly timeoutMs: number
}

const LIMITS: XmlJudgeLimits = { inlineBytes: 32 * 1024, mostWaiting: 8, timeoutMs: 30_000 }
/** The tree of 10 MB of XML takes about 300 MB. */
const MEMORY_MB = 1_024

/**
 * Judges documents without stopping the server: 10 MB take five seconds of one core, so large ones are judged one at a
 * time in a thread, and only so many wait.
 */
export function makeXmlJudge(given: Partial<XmlJudgeLimits> = {}): XmlJudge {
  const limits = { ...LIMITS, ...given }
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  return {
    async judge(source) {
      if (source.length <= limits.inlineBytes) return judgeDocument(source)
      if (waiting >= limits.mostWaiting) return { kind: 'busy' }
      waiting++
      const turn = last.then(() => inThread(source, limits.timeoutMs))
      last = turn.catch(() => {})
      return turn.finally(() => {
        waiting--
      })
    },
  }
}

function inThread(source: Uint8Array, timeoutMs: number): Promise<Judged> {
  const { promise, resolve, reject } = Promise.withResolvers<Judged>()
  const worker = new Worker(new URL('./judge-worker.ts', import.meta.url), {
    workerData: source,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  const timer = setTimeout(() => resolve({ kind: 'too_slow' }), timeoutMs)
  worker.once('message', resolve)
  worker.once('error', (error: NodeJS.ErrnoException) =>
    error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve({ kind: 'too_slow' }) : reject(error),
  )
  worker.once('exit', () => reject(new Error('the thread that judges ended without a word')))
  return promise.finally(() => {
    clearTimeout(timer)
    return worker.terminate()
  })
}
