import type { AnafMessage, ListAnswer, ListFilter } from '../../adapters/anaf/anaf.ts'
import type { Connected } from './submission-step.ts'

interface Window {
  readonly cif: string
  readonly fromMs: number
  readonly toMs: number
  readonly filter: ListFilter
}

export type Listed =
  | { readonly kind: 'messages'; readonly messages: readonly AnafMessage[] }
  | { readonly kind: 'problem'; readonly problem: string; readonly retryAfterSeconds: number | null }

/** ANAF pages by 500: half a million messages. */
const MOST_PAGES = 1_000
const MOST_PASSES = 4

/**
 * Every message of a window. Messages that appear while pages are being read push others to a page that was read
 * before, so the pages are read again until a pass finds nothing new and as many as ANAF counts.
 */
export async function listAll(connected: Connected, window: Window): Promise<Listed> {
  const found = new Map<string, AnafMessage>()
  for (let pass = 1; pass <= MOST_PASSES; pass++) {
    const before = found.size
    let total = 0
    for (let page = 1, pages = 1; page <= pages && page <= MOST_PAGES; page++) {
      const answer = await connected.client.listPage(connected.token, { ...window, page })
      if (answer.kind !== 'messages') return problemOf(answer)
      for (const message of answer.messages) found.set(message.id, message)
      pages = answer.pages
      total = answer.total
    }
    const isStill = pass === 1 ? found.size >= total : found.size === before
    if (isStill) break
  }
  return { kind: 'messages', messages: [...found.values()] }
}

function problemOf(answer: Exclude<ListAnswer, { kind: 'messages' }>): Listed {
  switch (answer.kind) {
    case 'too_many':
      return { kind: 'problem', problem: 'ANAF has more messages than it lists', retryAfterSeconds: null }
    case 'refusal':
      return { kind: 'problem', problem: answer.errors.join(' '), retryAfterSeconds: null }
    case 'failure':
      return { kind: 'problem', problem: answer.detail, retryAfterSeconds: answer.retryAfterSeconds }
  }
}
