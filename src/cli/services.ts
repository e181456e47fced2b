import { randomBytes } from 'node:crypto'
import { makeXmlJudge } from '../adapters/xml/xml-judge.ts'
import type { Config } from '../config.ts'
import { wakeOnEnqueue } from '../jobs/wake-on-enqueue.ts'
import type { Worker } from '../jobs/worker.ts'
import type { AppServices } from '../resources/index.ts'
import { makeAnafSimulator } from '../simulator/anaf-simulator.ts'
import { sandboxFaults } from '../simulator/sandbox-faults.ts'
import { sandboxMail } from '../simulator/sandbox-mail.ts'
import type { Clock } from '../store/clock.ts'
import type { Database } from '../store/conn.ts'
import { makeAnafAccess } from './make-anaf-access.ts'
import { makeAnafServices } from './make-anaf-services.ts'

export interface OpenServices {
  readonly services: AppServices
  /** What requests enqueue is begun at once by this worker. */
  wakes(worker: Worker): void
  /** Before the database is closed. */
  close(): Promise<void>
}

/** Everything that the application and the worker stand on. */
export function openServices(
  config: Pick<Config, 'anaf' | 'secretKeys' | 'dataDir'>,
  opened: Database,
  clock: Clock,
  publicUrl: () => string,
): OpenServices {
  let wake = () => {}
  const database = wakeOnEnqueue(opened, () => wake())
  // Tokens of the sandbox are made for every call, so that each process may have a secret of its own.
  const secret = randomBytes(32).toString('base64url')
  const xmlJudge = makeXmlJudge()
  const simulator = makeAnafSimulator({ database, clock, secret, xmlJudge, hasControl: false })
  const anaf = makeAnafServices(config, publicUrl)
  const anafAccess = makeAnafAccess({ database, clock, services: anaf, simulator, anaf: config.anaf })
  return {
    services: { database, clock, anaf, anafAccess, xmlJudge, sandboxFaults, sandboxMail },
    wakes: (worker) => {
      wake = worker.wake
    },
    close: () => simulator.close(),
  }
}
