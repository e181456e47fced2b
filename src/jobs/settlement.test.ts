import { expect, test } from 'vitest'
import { DONE, handler } from '../../test/given-jobs.ts'
import type { JobOutcome } from './job.ts'
import { settlementOf, tellable } from './settlement.ts'

const run = async () => DONE
const job = { key: 'job_1', attempts: 1, companyId: 'cmp_1' }
const tried = (attempts: number) => ({ ...job, attempts })
const failure: JobOutcome = { kind: 'retry', note: 'no answer' }
const wait = { kind: 'wait', lastError: null, note: null }

test.each([
  ['done ends it', handler(run), job, DONE, { kind: 'finish' }],
  [
    'again waits, and its attempts begin anew',
    handler(run),
    tried(4),
    { kind: 'again', at: 1_060, note: 'in prelucrare' } as const,
    { ...wait, runAt: 1_060, attempts: 0, note: 'in prelucrare' },
  ],
  ['a failure waits', handler(run), job, failure, { ...wait, runAt: 1_005, attempts: 1, lastError: 'no answer' }],
  [
    'a failure waits as long as the other side said',
    handler(run),
    job,
    { ...failure, at: 1_500 },
    { ...wait, runAt: 1_500, attempts: 1, lastError: 'no answer' },
  ],
  [
    'the last but one attempt waits',
    handler(run),
    tried(4),
    failure,
    { ...wait, runAt: 1_040, attempts: 4, lastError: 'no answer' },
  ],
  ['the last attempt fails', handler(run), tried(5), failure, { kind: 'fail', lastError: 'no answer' }],
  [
    'who tries for ever waits',
    handler(run, { maxAttempts: null, maxPauseSeconds: 100 }),
    tried(5_000),
    failure,
    { ...wait, runAt: 1_050, attempts: 5_000, lastError: 'no answer' },
  ],
  [
    'what is given up fails at once',
    handler(run),
    job,
    { kind: 'give_up', note: 'refused' } as const,
    { kind: 'fail', lastError: 'refused' },
  ],
])('%s', (_what, by, one, outcome, expected) => {
  expect(settlementOf(by, one, outcome, 1_000, 0)).toEqual(expected)
})

test.each([
  ['done', DONE, null],
  ['given up', { kind: 'give_up', note: 'refused' } as const, 'refused'],
  ['tried too often', failure, 'no answer'],
])('a schedule goes on when its job is %s', (_what, outcome, lastError) => {
  const by = handler(run, { schedule: { everySeconds: 600 } })
  const scheduled = { key: 'schedule', attempts: 5, companyId: null }
  expect(settlementOf(by, scheduled, outcome, 1_000, 0)).toEqual({ ...wait, runAt: 1_600, attempts: 0, lastError })
  // A job of the same kind that a company has for itself ends.
  expect(settlementOf(by, { ...scheduled, companyId: 'cmp_1' }, DONE, 1_000, 0)).toEqual({ kind: 'finish' })
})

test.each([
  ['GET https://u:secret@host/x failed', 'GET https://…@host/x failed'],
  ['authorization: Bearer abc.def rejected', 'authorization: Bearer … rejected'],
  ['token eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl expired', 'token … expired'],
  ['client_secret=hush&grant_type=x', 'client_secret=…&grant_type=x'],
  ['key sk_live_abcdefghijklmnopqrstuvwx', 'key sk_live_…'],
  ['first line\n   at stack', 'first line at stack'],
  ['x'.repeat(2_000), 'x'.repeat(500)],
])('%s may be told as %s', (text, told) => {
  expect(tellable(text)).toBe(told)
})
