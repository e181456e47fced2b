import { setTimeout as sleep } from 'node:timers/promises'
import type { TestApp } from './harness.ts'
import { INVOICE } from './simulator/anaf.ts'

/** Above what is judged at once. */
const LARGE = Buffer.from(INVOICE.replace('</Invoice>', `${'<!-- x -->'.repeat(4_000)}</Invoice>`), 'utf8')
/** As many as may wait: one of each, because a few companies never take the last places. */
const PLACES = 24

/** Has other companies send one large document after another, as many as may wait, until the answer is called. */
export function fillQueue({ services }: TestApp): () => Promise<void> {
  const { xmlJudge } = services
  if (!xmlJudge) throw new Error('the application of a test has a judge')
  let isOver = false
  const keepOn = async (company: string) => {
    while (!isOver) {
      const { kind } = await xmlJudge.judge(LARGE, company)
      if (kind === 'busy') await sleep(1)
    }
  }
  const all = Array.from({ length: PLACES }, (_, n) => keepOn(`company ${n}`))
  return async () => {
    isOver = true
    await Promise.all(all)
  }
}
