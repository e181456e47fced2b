import { parentPort } from 'node:worker_threads'
import { carryOut, type Task, type TaskResult } from './judge-task.ts'

/** What the thread says: how the task ended. */
export type Said = { readonly result: TaskResult } | { readonly error: unknown }

/** Carries out one task after another, as they are given, until the thread is ended. */
parentPort?.on('message', (task: Task) => parentPort?.postMessage(said(task)))

function said(task: Task): Said {
  try {
    return { result: carryOut(task) }
  } catch (error) {
    return { error }
  }
}
