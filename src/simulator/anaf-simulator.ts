import { makeXmlJudge, type XmlJudge } from '../adapters/xml/xml-judge.ts'
import type { Clock } from '../store/clock.ts'
import type { Database } from '../store/conn.ts'
import { notFound, tooManyRequests, unauthorized } from './anaf-answers.ts'
import { type Route, routeOf } from './anaf-routes.ts'
import { type Call, downloadSeqOf, hasRight, type Place, type Simulated } from './call.ts'
import { control } from './control.ts'
import { type Endpoint, spendFault } from './faults.ts'
import { isBeyondMinute } from './limits.ts'
import { cifsOfUpload } from './list-messages.ts'
import { findDownload } from './messages.store.ts'
import { holderOf, issueAccessToken } from './oauth.ts'
import { Overloaded } from './read-document.ts'
import { DEFAULT_SETTINGS, type SimulatorSettings } from './settings.ts'
import { signingKeyOf } from './signing-key.ts'
import { sufferAfter, sufferBefore } from './suffer-fault.ts'

export interface AnafSimulator {
  /**
   * Answers a call of ANAF's API by its path, on whichever host. Throws `ConnectionLost` where a fault wants the caller
   * to hear nothing.
   */
  handle(request: Request): Promise<Response>
  /**
   * An access token for these CIFs, `['*']` for all, without the dialog. A tenant sees its own mailboxes alone, whatever
   * the CIF; without one it is a caller from outside.
   */
  issueToken(cifs: readonly string[], tenant?: string): string
  /**
   * Ends every delay and resolves when no call is worked on any more, also of those whom nobody waits for. Before the
   * database is closed.
   */
  close(): Promise<void>
}

export interface SimulatorOptions {
  readonly database: Database
  readonly clock: Clock
  /** Signs access tokens: the same in every process that shares the database. */
  readonly secret: string
  readonly settings?: Partial<SimulatorSettings>
  /** The product's, so that both share one thread; one of its own when none is given. */
  readonly xmlJudge?: Pick<XmlJudge, 'judge'>
  /** Whether `/simulator/…` is offered too, where faults are ordered and tokens given to anybody. */
  readonly hasControl?: boolean
}

/** ANAF as far as e-Factura goes (efactura 1), with its state in the database, so that several processes may share it. */
export function makeAnafSimulator({
  database,
  clock,
  secret,
  settings,
  xmlJudge = makeXmlJudge(),
  hasControl = true,
}: SimulatorOptions): AnafSimulator {
  let key: ReturnType<Simulated['signingKey']> | undefined
  const closing = new AbortController()
  const working = new Set<Promise<unknown>>()
  const simulated: Simulated = {
    database,
    clock,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    secret,
    judge: (source, companyId, wanted) => xmlJudge.judge(source, companyId, wanted),
    closing: closing.signal,
    signingKey: () => {
      key ??= signingKeyOf(database, clock).catch((error) => {
        key = undefined
        throw error
      })
      return key
    },
  }
  return {
    issueToken: (cifs, tenant = '') => issueAccessToken(simulated, { cifs, tenant }),
    handle: (request) => {
      const work = answer(simulated, request, hasControl)
      working.add(work)
      const forget = () => working.delete(work)
      work.then(forget, forget)
      return work
    },
    close: async () => {
      closing.abort()
      await Promise.allSettled(working)
    },
  }
}

async function answer(simulated: Simulated, request: Request, hasControl: boolean): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (hasControl && pathname.startsWith('/simulator/')) return control(simulated, request)
  const route = routeOf(request.method, pathname)
  return route === null ? notFound(simulated.clock.nowMs(), pathname) : run(simulated, route, request)
}

async function run(simulated: Simulated, route: Route, request: Request): Promise<Response> {
  const { endpoint, world } = route
  const query = new URL(request.url).searchParams
  const holder = holderOf(simulated, request)
  if (holder === null && !route.isOpen) return unauthorized()
  const limit = simulated.settings.callsPerMinute
  if (holder !== null && (await isBeyondMinute(simulated, `calls ${holder.tokenId}`, limit))) return tooManyRequests(60)
  const { tenant, cifs: rights } = holder ?? { tenant: '', cifs: [] }
  // Who has no rights on a CIF cannot use up the faults that were meant for it.
  const cifsOf = async () =>
    (await cifsOfCall(simulated, { world, tenant }, endpoint, query)).filter((cif) => hasRight(rights, cif))
  const fault = await spendFault(simulated.database, endpoint, tenant, cifsOf)
  if (fault !== null) {
    const ending = await sufferBefore(fault, simulated.clock.nowMs(), simulated.closing)
    if (ending !== null) return ending
  }
  const answer = await work(simulated, route, callOf(simulated, route, { request, query, rights, tenant, fault }))
  if (fault !== null) sufferAfter(fault)
  return answer
}

/** A document that cannot be judged now may come again, as at ANAF's limits. */
async function work(simulated: Simulated, route: Route, call: Call): Promise<Response> {
  try {
    return await route.work(simulated, call)
  } catch (error) {
    if (error instanceof Overloaded) return tooManyRequests(error.retryAfterSeconds)
    throw error
  }
}

function callOf({ clock }: Simulated, { world }: Route, given: Omit<Call, 'world' | 'nowMs'>): Call {
  return { world, nowMs: clock.nowMs(), ...given }
}

/** Whose call it is, for faults that are meant for one CIF. */
async function cifsOfCall(
  simulated: Simulated,
  at: Place,
  endpoint: Endpoint,
  query: URLSearchParams,
): Promise<readonly string[]> {
  if (endpoint === 'stareMesaj') return cifsOfUpload(simulated, at, query.get('id_incarcare') ?? '')
  if (endpoint === 'descarcare') {
    const message = await findDownload(simulated.database.read, at, downloadSeqOf(query.get('id') ?? ''))
    return message === null ? [] : [message.cif]
  }
  const cif = query.get('cif')
  return cif === null ? [] : [cif]
}
