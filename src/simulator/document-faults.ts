import type { ENote } from '../domain/efactura/einvoice.ts'
import { type Fault, isFaultKind, isPossible } from './faults.ts'

/** `[simulator:reject BR-RO-110 BR-RO-120]`, `[simulator:slow 5000]`, `[simulator:timeout]`. */
const MARK = /\[simulator:([a-z0-9_-]+)((?:[ ,]+[A-Za-z0-9_-]+)*)\s*\]/g
const LONGEST_DELAY_MS = 600_000
/** The short word means what people fear most: sent, and no answer. */
const ALIASES: Readonly<Record<string, string>> = { timeout: 'timeout_after_accepting' }

/** The faults that a document asks for in its notes (BT-22). What is not understood is a note like any other. */
export function faultsInNotes(notes: readonly ENote[]): Fault[] {
  return notes.flatMap(({ text }) =>
    [...text.matchAll(MARK)].flatMap(([, name = '', words = '']): Fault[] => {
      const written = name.replaceAll('-', '_')
      const kind = ALIASES[written] ?? written
      if (!isFaultKind(kind) || !isPossible(kind, 'upload')) return []
      const args = words.split(/[ ,]+/).filter((word) => word !== '')
      const delayMs = kind === 'reject' ? 0 : Math.min(Number(args[0] ?? 0) || 0, LONGEST_DELAY_MS)
      return [{ kind, delayMs, rules: kind === 'reject' ? args : [] }]
    }),
  )
}
