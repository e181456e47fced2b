import { sql } from 'kysely'
import type { Conn } from '../../store/conn.ts'
import type { Ctx, ReadCtx } from '../../store/ctx.ts'
import { insertRows, updateRow } from '../../store/insert.ts'
import { prepared } from '../../store/prepared.ts'
import type { CompanyRow } from '../../store/tables.ts'

const one = prepared<{ id: string }, CompanyRow>(({ db, p }) =>
  db.selectFrom('company').selectAll().where('id', '=', p.id),
)

/** The company of the caller. It always exists: keys belong to companies. */
export async function getCompany(ctx: Pick<ReadCtx, 'db' | 'companyId'>): Promise<CompanyRow> {
  const row = (await one(ctx.db, { id: ctx.companyId }))[0]
  if (!row) throw new Error(`company ${ctx.companyId} is gone`)
  return row
}

const oneLocked = prepared<{ id: string }, CompanyRow>(({ db, p, engine }) =>
  db
    .selectFrom('company')
    .selectAll()
    .where('id', '=', p.id)
    .$if(engine === 'postgres', (query) => query.forNoKeyUpdate()),
)

/**
 * Holds the company until the end of the transaction, so that changes to its settings and series come one after
 * another. Documents, which only refer to the company, do not wait.
 */
export async function lockCompany(ctx: Ctx): Promise<CompanyRow> {
  const row = (await oneLocked(ctx.db, { id: ctx.companyId }))[0]
  if (!row) throw new Error(`company ${ctx.companyId} is gone`)
  return row
}

/** Whether a wrong check digit is refused instead of warned of. */
export async function isStrict(ctx: Ctx): Promise<boolean> {
  return (await getCompany(ctx)).strict_identifiers === 1
}

export async function listCompanies(db: Conn): Promise<CompanyRow[]> {
  return db.kysely.selectFrom('company').selectAll().orderBy('mode').orderBy('created_at').orderBy('id').execute()
}

/** Makes every other transaction that wants to found a company wait. Reading goes on. */
export async function holdCompanies(db: Conn): Promise<void> {
  if (db.engine === 'postgres') await db.query('lock table company in exclusive mode', [])
}

/** Whether any company of the installation has this code. */
export async function isCuiTaken(db: Conn, cui: string): Promise<boolean> {
  const query = db.kysely.selectFrom('company').select('id').where('cui', '=', cui)
  return (await query.executeTakeFirst()) !== undefined
}

export function insertCompany(db: Conn, row: Omit<CompanyRow, 'seq'>): void {
  insertRows(db, 'company', [row])
}

export function updateCompany(
  ctx: Ctx,
  changes: Partial<Omit<CompanyRow, 'seq' | 'id' | 'mode' | 'created_at'>>,
): void {
  updateRow(ctx.db, 'company', { id: ctx.companyId }, { ...changes, updated_at: ctx.now })
}

const documentsOfMonth = prepared<{ companyId: string; month: string }, { n: number }>(({ db, p }) =>
  db
    .selectFrom('invoice_tally')
    .select(sql<number>`cast(coalesce(sum(n), 0) as bigint)`.as('n'))
    .where('company_id', '=', p.companyId)
    .where('client_id', '=', '')
    .where('month', '=', p.month)
    .where('document_type', '=', 'fiscal')
    .where('state', '<>', 'draft'),
)

/** Fiscal documents issued with a date in the month, `YYYY-MM`. */
export async function countIssued(db: Conn, companyId: string, month: string): Promise<number> {
  return Number((await documentsOfMonth(db, { companyId, month }))[0]?.n ?? 0)
}
