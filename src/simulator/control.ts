import { isCuiShape } from '../domain/fiscal-code.ts'
import type { Party } from '../domain/party.ts'
import type { SimulatorFaultRow } from '../store/simulator-tables.ts'
import { json } from './anaf-answers.ts'
import { downloadIdOf, type Simulated, uploadIdOf, type World } from './call.ts'
import { deleteFaults, insertFault, listFaults } from './faults.store.ts'
import { ENDPOINTS, type Endpoint, FAULT_KINDS, type FaultKind, isFaultKind, isPossible } from './faults.ts'
import { watchMessages } from './messages.store.ts'
import { issueTokens } from './oauth.ts'
import { receiveSample } from './sandbox-mail.ts'
import { countInvoices } from './uploads.store.ts'

const MOST_MESSAGES = 1_000
const MOST_TIMES = 1_000_000
const LONGEST_DELAY_MS = 600_000

/** What is not ANAF but ours: `/simulator/…`, to order faults, watch, and get a token without a dialog. */
export async function control(simulated: Simulated, request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const { database } = simulated
  switch (`${request.method} ${pathname}`) {
    case 'POST /simulator/faults':
      return orderFault(simulated, await bodyOf(request))
    case 'GET /simulator/faults':
      return json({ faults: (await listFaults(database.read)).map(presentFault) })
    case 'DELETE /simulator/faults':
      await database.transact(deleteFaults)
      return json({ faults: [] })
    case 'GET /simulator/messages':
      return watch(simulated, searchParams)
    case 'POST /simulator/invoices':
      return sendSample(simulated, await bodyOf(request))
    case 'POST /simulator/tokens':
      return giveToken(simulated, await bodyOf(request))
    default:
      return refuse('There is nothing here.', 404)
  }
}

type Body = Readonly<Record<string, unknown>>

async function bodyOf(request: Request): Promise<Body> {
  const body: unknown = await request.json().catch(() => null)
  return typeof body === 'object' && body !== null ? (body as Body) : {}
}

function refuse(message: string, status = 400): Response {
  return json({ error: message }, status)
}

async function orderFault({ database, clock }: Simulated, body: Body): Promise<Response> {
  const { kind, endpoint = '*', times = 1, after = 0, delay_ms: delayMs = 0, cif = null, rules = [] } = body
  if (typeof kind !== 'string' || !isFaultKind(kind)) {
    return refuse(`kind must be one of: ${Object.keys(FAULT_KINDS).join(', ')}.`)
  }
  if (!isPlace(endpoint)) return refuse(`endpoint must be * or one of: ${ENDPOINTS.join(', ')}.`)
  if (endpoint !== '*' && !isPossible(kind, endpoint)) return refuse(`${kind} cannot happen at ${endpoint}.`)
  if (!isWhole(times, 1, MOST_TIMES)) return refuse(`times must be a whole number from 1 to ${MOST_TIMES}.`)
  if (!isWhole(after, 0, MOST_TIMES)) return refuse(`after must be a whole number from 0 to ${MOST_TIMES}.`)
  if (!isWhole(delayMs, 0, LONGEST_DELAY_MS)) {
    return refuse(`delay_ms must be a whole number from 0 to ${LONGEST_DELAY_MS}.`)
  }
  if (cif !== null && (typeof cif !== 'string' || !/^\d+$/.test(cif))) return refuse('cif must be digits in quotes.')
  if (!isTexts(rules)) return refuse('rules must be a list of rule ids.')
  const row = await database.transact((db) =>
    insertFault(db, {
      endpoint,
      kind: kind satisfies FaultKind,
      cif,
      tenant: null,
      remaining: times,
      skipping: after,
      delay_ms: delayMs,
      rules: JSON.stringify(rules),
      created_at_ms: clock.nowMs(),
    }),
  )
  return json(presentFault(row), 201)
}

function isPlace(value: unknown): value is Endpoint | '*' {
  return value === '*' || ENDPOINTS.includes(value as Endpoint)
}

function isWhole(value: unknown, min: number, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}

function presentFault({
  seq,
  remaining,
  skipping,
  delay_ms,
  rules,
  created_at_ms,
  tenant: _tenant,
  ...rest
}: SimulatorFaultRow) {
  return { id: seq, ...rest, times_left: remaining, after: skipping, delay_ms, rules: JSON.parse(rules) as string[] }
}

/** Mailboxes and how often each invoice came, in the world that is asked for or in both. */
async function watch({ database, clock }: Simulated, query: URLSearchParams): Promise<Response> {
  const asked = query.get('world')
  if (asked !== null && asked !== 'test' && asked !== 'prod') return refuse('world must be test or prod.')
  const worlds: readonly World[] = asked === null ? ['test', 'prod'] : [asked]
  const nowMs = clock.nowMs()
  const messages = worlds.map(async (world) =>
    (await watchMessages(database.read, world, query.get('cif'), MOST_MESSAGES)).map((row) => ({
      world,
      id: downloadIdOf(row.seq),
      upload_id: uploadIdOf(row.upload_seq),
      cif: row.cif,
      type: row.type,
      details: row.details,
      seller_cif: row.seller_cif,
      buyer_cif: row.buyer_cif,
      number: row.number,
      is_consumer: row.is_consumer === 1,
      errors: row.errors === null ? [] : (JSON.parse(row.errors) as string[]),
      created_at: new Date(row.created_at_ms).toISOString(),
      is_visible: row.created_at_ms <= nowMs,
    })),
  )
  const invoices = worlds.map((world) => countInvoices(database.read, world))
  return json({ messages: (await Promise.all(messages)).flat(), invoices: (await Promise.all(invoices)).flat() })
}

/** A sample invoice into the mailbox of a CIF, which need not exist otherwise. */
async function sendSample(
  { database, clock }: Simulated,
  { cif, name = 'Cumpărător de Probă SRL', world = 'test' }: Body,
) {
  if (typeof cif !== 'string' || !isCuiShape(cif)) return refuse('cif must be digits in quotes.')
  if (typeof name !== 'string' || name === '') return refuse('name must be text.')
  if (world !== 'test' && world !== 'prod') return refuse('world must be test or prod.')
  const buyer = { ...SAMPLE_BUYER, name, cui: cif }
  const sent = await database.transact((db) => receiveSample(db, { world, tenant: '' }, buyer, clock.nowMs()))
  return json({ number: sent.number, upload_id: sent.uploadId }, 201)
}

const SAMPLE_BUYER: Omit<Party, 'name' | 'cui'> = {
  type: 'company',
  cuiPrefix: 'RO',
  address: 'Str. Lungă nr. 1',
  city: 'Cluj-Napoca',
  county: 'Cluj',
  country: 'RO',
  ...{ email: null, phone: null, rc: null, postalCode: null, iban: null, bank: null, contactPerson: null },
}

/** A token pair for the CIFs that are named; `["*"]` is all. */
async function giveToken(simulated: Simulated, { cifs, client_id: clientId = 'simulator' }: Body): Promise<Response> {
  if (!isTexts(cifs) || !cifs.every((cif) => cif === '*' || /^\d+$/.test(cif))) {
    return refuse('cifs must be a list of digits in quotes, or ["*"].')
  }
  return typeof clientId === 'string' ? issueTokens(simulated, clientId, cifs) : refuse('client_id must be text.')
}
