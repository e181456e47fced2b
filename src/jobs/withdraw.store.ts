import type { Conn } from '../store/conn.ts'

/** Takes jobs that wait, or were given up, out of the queue by their key. One that runs is left to find out itself. */
export async function withdrawJob(db: Conn, job: { companyId: string; kind: string; key: string }): Promise<void> {
  await db.kysely
    .deleteFrom('job')
    .where('lane', '=', job.companyId)
    .where('kind', '=', job.kind)
    .where('job_key', '=', job.key)
    .where('state', 'in', ['waiting', 'failed'])
    .execute()
}
