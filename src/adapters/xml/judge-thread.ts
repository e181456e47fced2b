import { Worker } from 'node:worker_threads'
import type { Task, TaskResult } from './judge-task.ts'
import type { Said } from './judge-worker.ts'

/** The tree of 10 MB of XML takes about 300 MB. */
const MEMORY_MB = 1_024

export interface JudgeThread {
  /** One at a time. `too_slow` when it took too long, or more memory than there is; the thread is then another. */
  run(task: Task): Promise<TaskResult | { readonly kind: 'too_slow' }>
}

/** A thread that begins with its first task, ends when it has had none for a while, and keeps no process alive. */
export function makeJudgeThread(limits: { readonly timeoutMs: number; readonly idleMs: number }): JudgeThread {
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined

  const end = () => {
    const ended = worker
    worker = null
    void ended?.terminate()
  }
  const start = (): Worker => {
    const started = new Worker(new URL('./judge-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    // Between tasks nothing listens: what happens to the thread then makes the next task begin another.
    started.on('error', () => {})
    started.once('exit', () => {
      if (worker === started) worker = null
    })
    return started
  }
  return {
    async run(task) {
      clearTimeout(idle)
      worker ??= start()
      const mine = worker
      mine.ref()
      const { promise, resolve, reject } = Promise.withResolvers<TaskResult | { kind: 'too_slow' }>()
      const heard = (said: Said) => ('result' in said ? resolve(said.result) : reject(said.error))
      const failed = (error: NodeJS.ErrnoException) =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve({ kind: 'too_slow' }) : reject(error)
      const exited = () => reject(new Error('the thread that judges ended without a word'))
      const timer = setTimeout(() => {
        resolve({ kind: 'too_slow' })
        end()
      }, limits.timeoutMs)
      mine.once('message', heard).once('error', failed).once('exit', exited)
      try {
        mine.postMessage(task)
        return await promise
      } finally {
        clearTimeout(timer)
        mine.off('message', heard).off('error', failed).off('exit', exited)
        mine.unref()
        idle = setTimeout(end, limits.idleMs)
        idle.unref()
      }
    },
  }
}
