import { parentPort, workerData } from 'node:worker_threads'
import { judgeDocument } from './judge-document.ts'

/** Judges one document and ends: what it took of memory goes with the thread. */
parentPort?.postMessage(judgeDocument(workerData as Uint8Array))
