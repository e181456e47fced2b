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
/** How far our clock may be ahead of ANAF's, which lists nothing up to a moment that it takes for the future. */
const AHEAD_MS = 10 * 60_000

/**
 * Every message of a window. Messages that appear while pages are being read push others to a page that was read
 * before, so the pages are read again until a pass finds nothing new and as many as ANAF counts. `beforeEach` is
 * called before every page.
 */
export async function listAll(
  connected: Pick<Connected, 'client' | 'token'>,
  window: Window,
  beforeEach: () => Promise<void> = async () => {},
): Promise<Listed> {
  const listed = await readAll(connected, window, beforeEach)
  if (listed.kind === 'messages' || !/viitor/i.test(listed.problem)) return listed
  const earlier = { ...window, toMs: window.toMs - AHEAD_MS }
  return earlier.toMs > earlier.fromMs ? readAll(connected, earlier, beforeEach) : listed
}

async function readAll(
  { client, token }: Pick<Connected, 'client' | 'token'>,
  window: Window,
  beforeEach: () => Promise<void>,
): Promise<Listed> {
  const found = new Map<string, AnafMessage>()
  for (let pass = 1; pass <= MOST_PASSES; pass++) {
    const before = found.size
    let total = 0
    for (let page = 1, pages = 1; page <= pages; page++) {
      if (page > MOST_PAGES) return problem('ANAF has more messages than can be read')
      await beforeEach()
      const answer = await client.listPage(token, { ...window, page })
      if (answer.kind !== 'messages') return problemOf(answer)
      for (const message of answer.messages) found.set(message.id, message)
      pages = Math.max(pages, answer.pages)
      total = Math.max(total, answer.total)
    }
    const isStill = pass === 1 ? found.size >= total : found.size === before
    if (isStill) return { kind: 'messages', messages: [...found.values()] }
  }
  return problem('the list of ANAF changes faster than it is read')
}

function problem(text: string, retryAfterSeconds: number | null = null): Listed {
  return { kind: 'problem', problem: text, retryAfterSeconds }
}

function problemOf(answer: Exclude<ListAnswer, { kind: 'messages' }>): Listed {
  switch (answer.kind) {
    case 'too_many':
      return problem('ANAF has more messages than it lists')
    case 'refusal':
      return problem(answer.errors.join(' '))
    case 'failure':
      return problem(answer.detail, answer.retryAfterSeconds)
  }
}
