import type { Conn } from '../../store/conn.ts'
import { prepared } from '../../store/prepared.ts'
import type { BankAccountRow } from '../../store/tables.ts'

const accountsOf = prepared<{ companyId: string }, BankAccountRow>(({ db, p }) =>
  db.selectFrom('bank_account').selectAll().where('company_id', '=', p.companyId).orderBy('position'),
)

export async function listAccounts(db: Conn, companyId: string): Promise<BankAccountRow[]> {
  return accountsOf(db, { companyId })
}
