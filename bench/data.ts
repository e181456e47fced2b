import { parseArgs } from 'node:util'
import type { Engine } from '../src/store/conn.ts'
import { ensureDataSet } from './data-set.ts'
import { openStores } from './stores.ts'

/**
 * npm run bench:data -- --invoices N [--engine sqlite|postgres] [--dir .bench] [--fresh]
 *
 * Makes a database of N invoices, or finds the one that was made before, and says where it is and with which key.
 */
const { values } = parseArgs({
  options: {
    invoices: { type: 'string', default: '10000' },
    engine: { type: 'string', default: 'sqlite' },
    dir: { type: 'string', default: '.bench' },
    fresh: { type: 'boolean', default: false },
  },
})
const stores = await openStores(values.engine === 'postgres' ? 'postgres' : 'sqlite', values.dir)
try {
  const made = await ensureDataSet(stores, values.dir, Number(values.invoices), values.fresh)
  const { dataDir, databaseUrl } = stores.locate(made.name)
  const engine: Engine = stores.engine
  console.log(
    `${made.invoices} invoices of ${made.clientIds.length} clients on ${engine}: ${Math.round(made.bytes / 1e6)} MB, made in ${made.seconds} s`,
  )
  console.log(databaseUrl ? `DATABASE_URL=${databaseUrl}` : `DATA_DIR=${dataDir}`)
  console.log(`key ${made.secret}`)
} finally {
  await stores.close()
}
