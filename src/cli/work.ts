import Fastify from 'fastify'
import type { Config } from '../config.ts'
import type { Services } from '../http/endpoint.ts'
import type { WorkerLog } from '../jobs/job.ts'
import { wakeOnEnqueue } from '../jobs/wake-on-enqueue.ts'
import { makeWorker, type Worker } from '../jobs/worker.ts'
import { jobHandlers } from '../resources/job-handlers.ts'
import { type Clock, systemClock } from '../store/clock.ts'
import type { Database } from '../store/conn.ts'
import { openStore } from './open-store.ts'
import { endAtLast, untilToldToStop } from './stop-signal.ts'

type WorkConfig = Pick<Config, 'jobConcurrency' | 'jobPollMs' | 'shutdownGraceMs'>

/** The services of a process that also works: what its requests enqueue is begun at once, when a worker is given. */
export function servicesOf(opened: Database, clock: Clock): { services: Services; wakes(worker: Worker): void } {
  let wake = () => {}
  return {
    services: { database: wakeOnEnqueue(opened, () => wake()), clock },
    wakes: (worker) => {
      wake = worker.wake
    },
  }
}

/** The worker with every handler there is. */
export function workerOf(services: Services, config: WorkConfig, log: WorkerLog): Worker {
  return makeWorker({
    database: services.database,
    clock: services.clock,
    handlers: jobHandlers.map((make) => make(services)),
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
    const { services, wakes } = servicesOf(database, systemClock)
    // For its log alone, which is the same wherever jobs are carried out.
    const { log } = Fastify({ logger: config.logLevel === 'silent' ? false : { level: config.logLevel } })
    const worker = workerOf(services, config, log)
    wakes(worker)
    const stopped = untilToldToStop()
    worker.start()
    process.stdout.write(`Carrying out jobs, ${config.jobConcurrency} at a time. Stop with Ctrl-C.\n`)
    await stopped
    endAtLast(config.shutdownGraceMs)
    await worker.stop()
  } finally {
    await database.close()
  }
}
