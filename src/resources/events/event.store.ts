import { sql } from 'kysely'
import type { ReadCtx } from '../../store/ctx.ts'
import { prepared } from '../../store/prepared.ts'
import type { EventRow } from '../../store/tables.ts'

const page = prepared<{ companyId: string; objectId: string; limit: number; offset: number }, EventRow>(({ db, p }) =>
  db
    .selectFrom('event')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('object_id', '=', p.objectId)
    .orderBy('seq', 'desc')
    .limit(p.limit)
    .offset(p.offset),
)
const count = prepared<{ companyId: string; objectId: string }, { n: number }>(({ db, p }) =>
  db
    .selectFrom('event')
    .select(sql<number>`cast(count(*) as bigint)`.as('n'))
    .where('company_id', '=', p.companyId)
    .where('object_id', '=', p.objectId),
)

/** What happened to one object, newest first. */
export async function listEventsOf(
  ctx: ReadCtx,
  objectId: string,
  limit: number,
  offset: number,
): Promise<{ events: EventRow[]; total: number }> {
  const key = { companyId: ctx.companyId, objectId }
  const [events, counted] = await Promise.all([page(ctx.db, { ...key, limit, offset }), count(ctx.db, key)])
  return { events, total: counted[0]?.n ?? 0 }
}
