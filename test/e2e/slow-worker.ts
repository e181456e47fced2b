import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from '../../src/config.ts'
import { makeWorker } from '../../src/jobs/worker.ts'
import { systemClock } from '../../src/store/clock.ts'
import { openDatabase } from '../../src/store/open.ts'

/** A worker in a process of its own, whose jobs take as many milliseconds as their payload says, and say so. */
const database = await openDatabase(readConfig())
const quiet = { info: () => {}, warn: () => {}, error: () => {} }
const worker = makeWorker({
  database,
  clock: systemClock,
  handlers: [
    {
      kind: 'slow',
      maxAttempts: 5,
      leaseSeconds: 2,
      run: async (job) => {
        console.log(`begun ${job.subject} ${job.attempts}`)
        await sleep(Number(job.payload))
        console.log(`ended ${job.subject} ${job.attempts}`)
        return { kind: 'done' }
      },
    },
  ],
  concurrency: 4,
  pollMs: 50,
  graceMs: 5_000,
  log: quiet,
})
worker.start()
console.log('ready')
process.once('SIGTERM', async () => {
  await worker.stop()
  await database.close()
})
