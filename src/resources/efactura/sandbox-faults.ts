import type { OrderedFault } from '../../domain/efactura/simulated-faults.ts'
import { notFound, refuseProblems } from '../../domain/errors.ts'
import type { Conn } from '../../store/conn.ts'
import type { Ctx, ReadCtx } from '../../store/ctx.ts'
import { getCompany } from '../settings/company.store.ts'

/** The faults of the built-in simulator that are meant for one company, by the digits of its code. */
export interface SandboxFaults {
  list(db: Conn, cif: string): Promise<readonly OrderedFault[]>
  order(db: Conn, fault: Omit<OrderedFault, 'id'>, nowMs: number): Promise<OrderedFault>
  clear(db: Conn, cif: string): Promise<void>
}

/** Each waiting fault is looked at by every call to the simulator. */
const MOST_FAULTS = 50

/** Whose faults these are. A live company has no simulator, and one without a code is nobody there. */
export async function sandboxCif(ctx: Pick<ReadCtx, 'db' | 'companyId'>): Promise<string> {
  const { mode, cui } = await getCompany(ctx)
  if (mode !== 'test') throw notFound('simulator')
  if (cui === null) refuseProblems([{ path: 'cui', code: 'required' }])
  return cui ?? ''
}

/** Has the simulator do something wrong, to this company alone. */
export async function orderFault(
  ctx: Ctx,
  faults: SandboxFaults,
  asked: Omit<OrderedFault, 'id' | 'cif'>,
): Promise<OrderedFault> {
  const cif = await sandboxCif(ctx)
  const waiting = (await faults.list(ctx.db, cif)).filter(({ timesLeft }) => timesLeft > 0)
  if (waiting.length >= MOST_FAULTS) {
    refuseProblems([{ path: 'kind', code: 'too_many_items', params: { max: MOST_FAULTS } }])
  }
  return faults.order(ctx.db, { ...asked, cif }, ctx.now * 1000)
}
