import type { Generated, Selectable } from 'kysely'

export type JobState = 'waiting' | 'running' | 'failed'

/** The queue: instants are Unix seconds (decision 0010). */
export interface JobTable {
  seq: Generated<number>
  id: string
  /** Null for the work of the installation itself. */
  company_id: string | null
  /** Whose turn it is when several wait: the company, or `system`. */
  lane: string
  kind: string
  /** One row per lane, kind and key; the job's own id when none was given. */
  job_key: string
  /** Id of what the job is about, or ''. */
  subject: string
  /** JSON. */
  payload: string
  state: JobState
  /** When it may be claimed; for what runs or failed, when it last could be. */
  run_at: number
  /** Claims since it last got somewhere, the present one included. */
  attempts: number
  /** Who runs it, and until when nobody else may; null unless it runs. */
  lease_token: string | null
  lease_until: number | null
  /** Asked for again while it ran: it waits anew instead of ending. */
  rerun_at: number | null
  last_error: string | null
  /** What it waits for, when that is no error. */
  note: string | null
  created_at: number
  updated_at: number
}

export type JobRow = Selectable<JobTable>
