import Fastify from 'fastify'
import type { Config } from '../config.ts'
import type { WorkerLog } from '../jobs/job.ts'
import { makeWorker, type Worker } from '../jobs/worker.ts'
import type { AppServices } from '../resources/index.ts'
import { jobHandlers } from '../resources/job-handlers.ts'
import { systemClock } from '../store/clock.ts'
import { openStore } from './open-store.ts'
import { openServices } from './services.ts'
import { endAtLast, untilToldToStop } from './stop-signal.ts'

type WorkConfig = Pick<Config, 'jobConcurrency' | 'jobPollMs' | 'shutdownGraceMs'>

/** The worker with every handler there is. */
export function workerOf(services: AppServices, config: WorkConfig, log: WorkerLog): Worker {
  return makeWorker({
    database: services.database,
    clock: services.clock,
    handlers: jobHandlers(services),
    concurrency: config.jobConcurrency,
    pollMs: config.jobPollMs,
    graceMs: config.shutdownGraceMs,
    log,
  })
}

/** Carries out jobs until it is told to stop. */
export async function work(config: Config): Promise<void> {
  const { database } = await openStore(config)
  try {
    const opened = openServices(config, database, systemClock, () => config.publicUrl ?? '')
    // For its log alone, which is the same wherever jobs are carried out.
    const { log } = Fastify({ logger: config.logLevel === 'silent' ? false : { level: config.logLevel } })
    const worker = workerOf(opened.services, config, log)
    opened.wakes(worker)
    const stopped = untilToldToStop()
    worker.start()
    process.stdout.write(`Carrying out jobs, ${config.jobConcurrency} at a time. Stop with Ctrl-C.\n`)
    await stopped
    endAtLast(config.shutdownGraceMs)
    await worker.stop()
    await opened.close()
  } finally {
    await database.close()
  }
}
