import { mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
/** What the databases of a whole run need, with room to spare. */
const WANTED_BYTES = 2 * 1024 ** 3

/**
 * A new folder for a database that the run throws away, in memory where the machine offers enough of it: thousands of
 * small databases that wait for the disk at every commit are most of what a run costs. Nothing else changes; what
 * must survive a crash is tested in `e2e/crash.test.ts`.
 */
export function scratchFolder(prefix: string): string {
  return mkdtempSync(join(hasMemory() ? MEMORY : tmpdir(), prefix))
}

function hasMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= WANTED_BYTES
  } catch {
    return false
  }
}
