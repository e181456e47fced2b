import type { AnafFailure } from './anaf.ts'

/**
 * What a call tells of ANAF: `silence` is a lost connection, a time limit or a 5xx. `answer`: somebody is there, which
 * 401, 403 and 429 say too. `nothing`: a page that is not ANAF's API, as of a firewall that dislikes one document (it
 * comes with HTTP 200), an address that is not there, or a call that never left.
 */
export type Verdict = 'silence' | 'answer' | 'nothing'

export function verdictOf(answer: { readonly kind: string } | AnafFailure): Verdict {
  if (!isFailure(answer)) return 'answer'
  const { reason, status, retryAfterSeconds } = answer
  if (reason === 'unreadable') return 'nothing'
  if (reason !== 'unavailable') return 'answer'
  // Without a status nobody has named a time to come back but ourselves: it was held up before it left.
  const hasNeverLeft = status === null && retryAfterSeconds !== null
  return hasNeverLeft || status === 404 ? 'nothing' : 'silence'
}

function isFailure(answer: { readonly kind: string }): answer is AnafFailure {
  return answer.kind === 'failure'
}
