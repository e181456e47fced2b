import { type Day, monthOf } from '../../domain/dates.ts'
import type { Conn } from '../../store/conn.ts'
import type { AnafTokenRow, BankAccountRow, CompanyRow, WorkPointRow } from '../../store/tables.ts'
import { findToken } from '../efactura-oauth/token.store.ts'
import { listStandings, type SeriesStanding } from '../series/series-standing.store.ts'
import { listWorkPoints } from '../work-points/work-point.store.ts'
import { listAccounts } from './bank-account.store.ts'
import { countIssued, getCompany } from './company.store.ts'

export interface Settings {
  readonly company: CompanyRow
  readonly accounts: readonly BankAccountRow[]
  readonly workPoints: readonly WorkPointRow[]
  readonly series: readonly SeriesStanding[]
  /** Fiscal documents dated in the current month. */
  readonly issuedThisMonth: number
  /** What ANAF gave the company, by environment. */
  readonly tokens: Readonly<Record<'test' | 'live', AnafTokenRow | null>>
}

/** Everything that `GET /settings` tells about a company. */
export async function readSettings(ctx: {
  readonly db: Conn
  readonly companyId: string
  readonly today: Day
}): Promise<Settings> {
  const [company, accounts, workPoints, series, issuedThisMonth, test, live] = await Promise.all([
    getCompany(ctx),
    listAccounts(ctx.db, ctx.companyId),
    listWorkPoints(ctx.db, ctx.companyId),
    listStandings(ctx),
    countIssued(ctx.db, ctx.companyId, monthOf(ctx.today)),
    findToken(ctx.db, ctx.companyId, 'test'),
    findToken(ctx.db, ctx.companyId, 'live'),
  ])
  return { company, accounts, workPoints, series, issuedThisMonth, tokens: { test, live } }
}
