import type { TestApp } from './harness.ts'
import { INVOICE } from './simulator/anaf.ts'

/** Above what is judged at once. */
const LARGE = Buffer.from(INVOICE.replace('</Invoice>', `${'<!-- x -->'.repeat(4_000)}</Invoice>`), 'utf8')
const COMPANIES = ['a', 'b', 'c']
const SHARE = 8

/** Has three other companies send one large document after another, as many as may wait, until the answer is called. */
export function fillQueue({ services }: TestApp): () => Promise<void> {
  const { xmlJudge } = services
  if (!xmlJudge) throw new Error('the application of a test has a judge')
  let isOver = false
  const keepOn = async (company: string) => {
    while (!isOver) await xmlJudge.judge(LARGE, company)
  }
  const all = COMPANIES.flatMap((company) => Array.from({ length: SHARE }, () => keepOn(company)))
  return async () => {
    isOver = true
    await Promise.all(all)
  }
}
