import type { OrderedFault } from '../../domain/efactura/simulated-faults.ts'
import { notFound, refuseProblems } from '../../domain/errors.ts'
import type { Conn } from '../../store/conn.ts'
import type { Ctx, ReadCtx } from '../../store/ctx.ts'
import type { CompanyRow } from '../../store/tables.ts'
import { getCompany } from '../settings/company.store.ts'

/** The faults of the built-in simulator that are meant for one company. */
export interface SandboxFaults {
  list(db: Conn, companyId: string): Promise<readonly OrderedFault[]>
  order(db: Conn, companyId: string, fault: Omit<OrderedFault, 'id'>, nowMs: number): Promise<OrderedFault>
  clear(db: Conn, companyId: string): Promise<void>
}

/** Each waiting fault is looked at by every call to the simulator. */
const MOST_FAULTS = 50

/** The caller's company as a sandbox. A live company has no simulator. */
export async function getSandbox(ctx: Pick<ReadCtx, 'db' | 'companyId'>): Promise<CompanyRow> {
  const company = await getCompany(ctx)
  if (company.mode !== 'test') throw notFound('simulator')
  return company
}

/** Has the simulator do something wrong, to this company alone. */
export async function orderFault(
  ctx: Ctx,
  faults: SandboxFaults,
  asked: Omit<OrderedFault, 'id'>,
): Promise<OrderedFault> {
  const { id } = await getSandbox(ctx)
  const waiting = (await faults.list(ctx.db, id)).filter(({ timesLeft }) => timesLeft > 0)
  if (waiting.length >= MOST_FAULTS) {
    refuseProblems([{ path: 'kind', code: 'too_many_items', params: { max: MOST_FAULTS } }])
  }
  return faults.order(ctx.db, id, asked, ctx.now * 1000)
}
