import { setTimeout as sleep } from 'node:timers/promises'
import type { DataSet } from './data-set.ts'
import { median } from './measure.ts'
import { ask } from './requests.ts'
import { startOurs } from './servers.ts'
import type { Stores } from './stores.ts'

const TIMES = 3
const KEY = /live\s+(sk_live_\S+)/

/** Seconds from the start of the process to the first answer, and to the first one that took a key and a query. */
export interface StartUp {
  readonly healthy: number
  readonly firstRead: number
}

/** On an empty place, where the tables and the first company are made. */
export function coldStart(stores: Stores): Promise<StartUp> {
  return timesStarted(stores, null, () => stores.create('start'))
}

/** On the database of a data set. */
export function warmStart(stores: Stores, set: DataSet): Promise<StartUp> {
  return timesStarted(stores, set.secret, () => stores.copy(set.name, 'start'))
}

async function timesStarted(stores: Stores, secret: string | null, prepare: () => Promise<void>): Promise<StartUp> {
  const starts: StartUp[] = []
  for (let nth = 0; nth < TIMES; nth++) {
    await prepare()
    const startedAt = performance.now()
    const server = await startOurs(stores.locate('start'))
    try {
      const healthy = (performance.now() - startedAt) / 1000
      // Only a first start shows its key.
      while (secret === null && !KEY.test(server.output())) await sleep(1)
      await ask(server, { secret: secret ?? KEY.exec(server.output())?.[1] ?? '' }, '/v1/invoices?per_page=1')
      starts.push({ healthy, firstRead: (performance.now() - startedAt) / 1000 })
    } finally {
      await server.stop()
    }
  }
  await stores.drop('start')
  return {
    healthy: median(starts.map((start) => start.healthy)),
    firstRead: median(starts.map((start) => start.firstRead)),
  }
}
