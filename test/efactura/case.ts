import type { Draft } from './ubl-mutate.ts'
import type { SampleName } from './ubl-samples.ts'

/**
 * One fault: the rule it is made for, what is done to a clean document (the rich one unless another is named), and the
 * ids of the other rules that the same fault breaks, because several say the same or one follows from another.
 */
export interface Case {
  readonly rule: string
  readonly spoil: (draft: Draft) => Draft
  readonly also: readonly string[]
  readonly base: SampleName | 'rich'
}

export function fault(rule: string, spoil: Case['spoil'], also = '', base: Case['base'] = 'rich'): Case {
  return { rule, spoil, also: also.split(' ').filter((id) => id !== ''), base }
}
