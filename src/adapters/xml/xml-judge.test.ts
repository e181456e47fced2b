import { describe, expect, test } from 'vitest'
import { INVOICE } from '../../../test/simulator/anaf.ts'
import { judgeDocument } from './judge-document.ts'
import { makeXmlJudge } from './xml-judge.ts'

const document = Buffer.from(INVOICE, 'utf8')
const large = Buffer.from(INVOICE.replace('</Invoice>', `${'<!-- x -->'.repeat(2_000)}</Invoice>`), 'utf8')

describe('the judge', () => {
  test('says of a document in the thread what it says of it at once', async () => {
    const judge = makeXmlJudge({ inlineBytes: 0 })
    for (const wanted of ['findings', 'head', 'pdf'] as const) {
      expect(await judge.judge(document, 'a', wanted)).toEqual(judgeDocument(document, wanted))
    }
    expect(await judge.judge(Buffer.from('<a>'), 'a')).toMatchObject({ kind: 'not_xml', line: 1 })
  })

  test('asks a company to come again when its share is used up, and everybody when the queue is full', async () => {
    const judge = makeXmlJudge({ mostWaiting: 3, mostOfOne: 2 })
    const answers = await Promise.all(['a', 'a', 'a', 'b', 'c'].map((by) => judge.judge(large, by)))
    expect(answers.map(({ kind }) => kind)).toEqual(['judged', 'judged', 'busy', 'judged', 'busy'])
    expect(answers[2]).toEqual({ kind: 'busy', full: 'share', retryAfterSeconds: 10 })
    expect(answers[4]).toEqual({ kind: 'busy', full: 'queue', retryAfterSeconds: 10 })
    expect(await judge.judge(large, 'a')).toMatchObject({ kind: 'judged' })
  })

  test('gives up what takes too long, and goes on with another thread', async () => {
    const lines = INVOICE.replace('</Invoice>', `${'<x></x>'.repeat(200_000)}</Invoice>`)
    const hasty = makeXmlJudge({ timeoutMs: 1 })
    expect(await hasty.judge(Buffer.from(lines, 'utf8'), 'a')).toEqual({ kind: 'too_slow' })
    const patient = makeXmlJudge({ idleMs: 1 })
    expect(await patient.judge(large, 'a')).toMatchObject({ kind: 'judged' })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await patient.judge(large, 'a')).toMatchObject({ kind: 'judged' })
  })
})
