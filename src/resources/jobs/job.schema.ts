import Type from 'typebox'
import { Nullable, NullableText, Text, UnixSeconds } from '../../http/answers.ts'
import { object, oneOf, optional, text } from '../../http/fields.ts'
import type { Json } from '../../http/json.ts'
import { pagingFields } from '../../http/paging.ts'
import type { JobRow } from '../../store/job-table.ts'

export const JobQuery = object({
  ...pagingFields,
  state: optional(oneOf(['waiting', 'running', 'failed'])),
  kind: optional(text({ max: 100 })),
})

export const JobJson = Type.Object(
  {
    id: Type.String({ examples: ['job_k3m9q0w2zt'] }),
    object: Type.Literal('job'),
    kind: Text,
    subject: Nullable(Type.String({ description: 'Id of what the job is about.' })),
    state: Type.Union([Type.Literal('waiting'), Type.Literal('running'), Type.Literal('failed')]),
    attempts: Type.Integer({ description: 'In a row, the present one included.' }),
    next_attempt_at: Nullable(Type.Integer({ description: 'Unix seconds; null unless it waits.' })),
    last_error: NullableText,
    note: Nullable(Type.String({ description: 'What it waits for, when that is no error.' })),
    created_at: UnixSeconds,
    updated_at: UnixSeconds,
  },
  { title: 'Job' },
)

/** The payload stays inside: it is the program talking to itself. */
export function presentJob(row: JobRow): { readonly [key: string]: Json } {
  return {
    id: row.id,
    object: 'job',
    kind: row.kind,
    subject: row.subject === '' ? null : row.subject,
    state: row.state,
    attempts: row.attempts,
    next_attempt_at: row.state === 'waiting' ? row.run_at : null,
    last_error: row.last_error,
    note: row.note,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}
