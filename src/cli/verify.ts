import type { Config } from '../config.ts'
import type { Counts } from '../verify/checked.ts'
import { type CompanyVerification, verifyDatabase, type Watch } from '../verify/verify-database.ts'
import { withStore } from './open-store.ts'
import { readArguments } from './usage.ts'

/** How many documents pass between two lines of progress. */
const PROGRESS_EVERY = 50_000
/** How many faults --all names; with more, something is wrong with everything. */
const ALL = 100_000

/** Proves the whole database, or names the first thing that is wrong with it; with --all, everything. */
export async function verifyCommand(config: Config, args: readonly string[], say = sayLine): Promise<number> {
  const { values } = readArguments(args, { all: { type: 'boolean' } })
  return withStore(config, async (database) => {
    say('Checking numbers, hashes, amounts, payments, figures and counts.')
    const limit = values.all ? ALL : 1
    const { checked, faults } = await verifyDatabase(database, limit, watcher(say))
    if (faults.length === 0) {
      say(`OK: ${counted(checked)}.`)
      return 0
    }
    for (const fault of faults) say(fault.message)
    say(values.all ? countedFaults(faults.length) : 'This is the first fault; --all names them all.')
    return 1
  })
}

function watcher(say: (line: string) => void): Watch {
  let told = 0
  return {
    progress({ invoices }) {
      if (invoices - told < PROGRESS_EVERY) return
      told = invoices - (invoices % PROGRESS_EVERY)
      say(`  … ${number(told)} documents`)
    },
    company({ name, mode, checked, faults }: CompanyVerification) {
      told = 0
      say(`  ${name} (${mode}): ${faults.length === 0 ? counted(checked) : 'not as it must be'}`)
    },
  }
}

function countedFaults(n: number): string {
  if (n >= ALL) return `${number(n)} faults or more.`
  return `${number(n)} ${n === 1 ? 'fault' : 'faults'}.`
}

function counted({ series, invoices, lines, payments, clients }: Counts): string {
  const parts = [
    [invoices, 'document'],
    [lines, 'line'],
    [payments, 'payment'],
    [clients, 'client'],
  ] as const
  const words = parts.map(([n, word]) => `${number(n)} ${word}${n === 1 ? '' : 's'}`)
  return [...words, `${number(series)} series`].join(', ')
}

function number(n: number): string {
  return n.toLocaleString('en-US')
}

function sayLine(line: string): void {
  process.stdout.write(`${line}\n`)
}
