import type { Conn } from '../../store/conn.ts'
import type { Ctx } from '../../store/ctx.ts'
import { deleteRows, insertRows } from '../../store/insert.ts'
import { prepared } from '../../store/prepared.ts'
import type { BankAccountRow } from '../../store/tables.ts'

const accountsOf = prepared<{ companyId: string }, BankAccountRow>(({ db, p }) =>
  db.selectFrom('bank_account').selectAll().where('company_id', '=', p.companyId).orderBy('position'),
)

export async function listAccounts(db: Conn, companyId: string): Promise<BankAccountRow[]> {
  return accountsOf(db, { companyId })
}

/** Puts a list of accounts in the place of the one before; the company must be held. */
export function replaceAccounts(ctx: Ctx, rows: readonly Omit<BankAccountRow, 'company_id' | 'position'>[]): void {
  deleteRows(ctx.db, 'bank_account', { company_id: ctx.companyId })
  insertRows(
    ctx.db,
    'bank_account',
    rows.map((row, position) => ({ ...row, company_id: ctx.companyId, position })),
  )
}
