import { clientBody, currencyBody, documentDiscounts, linesBody, newInvoiceBody, seriesOf } from './bodies.ts'
import { ask, dayAround, pick, remember, type Shown, type World } from './world.ts'

/** Does something; true when it was accepted, false when it was refused, null when there was nothing to do it to. */
export type Operation = (world: World) => Promise<boolean | null>

const isActive = (document: Shown) => ['issued', 'overdue', 'paid'].includes(document.status)
const isPayable = (document: Shown) => ['issued', 'overdue'].includes(document.status) && !document.is_storno

async function create(world: World) {
  const path = world.random.chance(0.05) ? '/invoices?dry_run=true' : '/invoices'
  const answer = await ask(world, 'post', path, newInvoiceBody(world))
  return path === '/invoices' ? remember(world, answer) : answer.status === 200
}

async function finalise(world: World) {
  const draft = pick(world, (document) => document.is_draft)
  if (!draft) return null
  const dated = world.random.chance(0.3) ? { date: dayAround(world, 20, 0), force_chronology: false } : {}
  return remember(world, await ask(world, 'patch', `/invoices/${draft.id}`, { is_draft: false, ...dated }))
}

async function changeDraft(world: World) {
  const { random } = world
  const draft = pick(world, (document) => document.is_draft)
  if (!draft) return null
  const change = random.weighted<Record<string, unknown>>([
    [3, { items: linesBody(random) }],
    [2, { client_id: random.maybe([...world.clients]) }],
    [2, { date: dayAround(world, 90, 90) }],
    [2, currencyBody(random)],
    [1, { ...documentDiscounts(random), prices_include_vat: random.chance(0.5) }],
    [1, { series_id: seriesOf(world, draft.document_type) }],
    [1, { items: linesBody(random), is_draft: false }],
  ])
  return remember(world, await ask(world, 'put', `/invoices/${draft.id}`, change))
}

async function changeIssued(world: World) {
  const document = pick(world, isActive)
  if (!document) return null
  const change = world.random.weighted<Record<string, unknown>>([
    [3, { observations: `Notă ${world.random.whole(1, 99)}`, info: 'intern' }],
    [3, { due_date: dayAround(world, 30, 60) }],
    [1, { due_date: '' }],
    [1, { items: linesBody(world.random) }],
  ])
  return remember(world, await ask(world, 'patch', `/invoices/${document.id}`, change))
}

async function pay(world: World) {
  const { random } = world
  const document = pick(world, isPayable)
  if (!document) return null
  const left = Math.round(document.remaining_amount * 100)
  const part = random.weighted<number | undefined>([
    [4, undefined],
    [4, random.whole(1, Math.max(1, left)) / 100],
    [1, left / 100],
    [1, (left + 1) / 100],
  ])
  const how = {
    ...(random.chance(0.5) ? { date: dayAround(world, 200, 10) } : {}),
    ...(random.chance(0.5) ? { method: random.one(['card', 'cash', 'op', 'bank_transfer']) } : {}),
  }
  if (random.chance(0.5)) {
    const amount = part === undefined ? {} : { amount: part }
    return remember(world, await ask(world, 'post', `/invoices/${document.id}/pay`, { ...amount, ...how }))
  }
  const answer = await ask(world, 'post', `/invoices/${document.id}/payments`, { amount: part ?? left / 100, ...how })
  if (answer.status < 300) world.payments.add(answer.body.data.id)
  await look(world, document.id)
  return answer.status < 300
}

async function changePayment(world: World) {
  const id = world.random.maybe([...world.payments])
  if (!id) return null
  const change = world.random.weighted<Record<string, unknown>>([
    [2, { amount: world.random.whole(1, 50_000) / 100 }],
    [2, { amount: world.random.whole(1, 300) / 100 }],
    [3, { date: dayAround(world, 300, 10) }],
    [1, { reference: `OP ${world.random.whole(1, 999)}` }],
  ])
  const answer = await ask(world, 'patch', `/payments/${id}`, change)
  if (answer.status < 300) await look(world, answer.body.data.invoice_id)
  return answer.status < 300
}

async function deletePayment(world: World) {
  const id = world.random.maybe([...world.payments])
  if (!id) return null
  const owner = [...world.documents.values()].find((document) => document.payments.some((payment) => payment.id === id))
  const answer = await ask(world, 'del', `/payments/${id}`)
  if (answer.status < 300 && world.random.chance(0.9)) world.payments.delete(id)
  if (owner) await look(world, owner.id)
  return answer.status < 300
}

async function voidOne(world: World) {
  const wantsStorno = world.random.chance(0.5)
  const document = pick(world, (candidate) => isActive(candidate) && candidate.is_storno === wantsStorno)
  if (!document) return null
  const reason = world.random.chance(0.5) ? { reason: 'Greșeală' } : undefined
  const done = remember(world, await ask(world, 'post', `/invoices/${document.id}/void`, reason))
  if (document.storno_for) await look(world, document.storno_for)
  return done
}

async function unvoid(world: World) {
  const document = pick(world, (candidate) => candidate.is_voided)
  if (!document) return null
  const done = remember(world, await ask(world, 'post', `/invoices/${document.id}/unvoid`))
  if (document.storno_for) await look(world, document.storno_for)
  return done
}

async function storno(world: World) {
  const { random } = world
  const isStornable = (document: Shown) =>
    isActive(document) && document.document_type === 'fiscal' && !document.is_storno && !document.is_storned
  const begun = pick(
    world,
    (candidate) => isStornable(candidate) && candidate.lines.some((line) => line.storned_quantity > 0),
  )
  const document = random.chance(0.5) ? begun : pick(world, isStornable)
  if (!document) return null
  const lines = document.lines.filter((line) => line.quantity > line.storned_quantity)
  const items = random
    .list(1, 3, () => random.maybe(lines))
    .flatMap((line) => (line ? [reversedPart(world, line)] : []))
  const body = {
    ...(random.chance(0.6) && items.length > 0 ? { items } : {}),
    ...(random.chance(0.2) ? { date: dayAround(world, 20, 20), force_chronology: random.chance(0.5) } : {}),
  }
  const answer = await ask(world, 'post', `/invoices/${document.id}/storno`, body)
  await look(world, document.id)
  return remember(world, answer)
}

function reversedPart({ random }: World, line: Shown['lines'][number]) {
  const left = Number((line.quantity - line.storned_quantity).toFixed(6))
  const share = random.weighted([
    [3, left],
    [4, Math.min(1, left)],
    [2, Number((left * random.next()).toFixed(random.whole(0, 3)))],
    [1, left + 0.001],
  ])
  return { id: line.id, quantity: share > 0 ? share : left }
}

async function deleteOne(world: World) {
  const document = pick(world, (candidate) => candidate.is_draft || candidate.is_voided)
  if (!document) return null
  const answer = await ask(world, 'del', `/invoices/${document.id}`)
  if (answer.status < 300) world.documents.delete(document.id)
  return answer.status < 300
}

async function createClient(world: World) {
  const answer = await ask(world, 'post', '/clients', clientBody(world.random))
  if (answer.status < 300) world.clients.add(answer.body.data.id)
  return answer.status < 300
}

async function changeClient(world: World) {
  const id = world.random.maybe([...world.clients])
  if (!id) return null
  const change = world.random.chance(0.1) ? { is_active: world.random.chance(0.6) } : clientBody(world.random)
  return (await ask(world, 'patch', `/clients/${id}`, change)).status < 300
}

async function deleteClient(world: World) {
  const id = world.random.maybe([...world.clients])
  if (!id) return null
  const answer = await ask(world, 'del', `/clients/${id}`)
  if (answer.status < 300) world.clients.delete(id)
  return answer.status < 300
}

async function createSeries(world: World) {
  const { random } = world
  const answer = await ask(world, 'post', '/invoice-series', {
    name: `S${random.whole(1, 9)}`,
    document_type: random.chance(0.8) ? 'fiscal' : 'proforma',
    ...(random.chance(0.5) ? { reset_yearly: true } : {}),
    ...(random.chance(0.5) ? { start_number: random.whole(1, 500) } : {}),
    ...(random.chance(0.5) ? { is_primary: true } : {}),
  })
  if (answer.status < 300) world.series.set(answer.body.data.id, answer.body.data.document_type)
  return answer.status < 300
}

async function changeSeries(world: World) {
  const { random } = world
  const id = random.maybe([...world.series.keys()])
  if (!id) return null
  const change = random.weighted<Record<string, unknown>>([
    [3, { next_number: random.whole(1, 60) }],
    [1, { next_number: random.whole(1, 9_999) }],
    [2, { padding: random.whole(1, 8) }],
    [2, { format: random.one(['{NAME}-{year}-{number}', '{NAME}/{number}/{year}', '{NAME}.{year}.{number}']) }],
    [1, { name: `N${random.whole(1, 30)}` }],
    [1, { start_number: random.whole(1, 60), reset_yearly: random.chance(0.5) }],
    [1, { is_active: random.chance(0.5) }],
  ])
  return (await ask(world, 'patch', `/invoice-series/${id}`, change)).status < 300
}

async function changeSettings(world: World) {
  const { random } = world
  const change = random.weighted<Record<string, unknown>>([
    [1, { vat_payer: random.chance(0.6) }],
    [1, { vat_on_collection: random.chance(0.5) }],
    [1, { legal_name: `Firma ${random.whole(1, 9)} SRL` }],
    [1, { bank_accounts: [{ iban: 'RO49AAAA1B31007593840000', bank_name: 'BCR' }] }],
  ])
  return (await ask(world, 'patch', '/settings', change)).status < 300
}

/** Sees again what a write may have changed elsewhere. */
async function look(world: World, id: string): Promise<void> {
  const answer = await world.api.get(`/invoices/${id}`)
  if (answer.status === 200) remember(world, answer)
}

export const OPERATIONS: readonly (readonly [weight: number, name: string, operation: Operation])[] = [
  [26, 'create', create],
  [6, 'finalise', finalise],
  [4, 'change a draft', changeDraft],
  [3, 'change an issued document', changeIssued],
  [18, 'pay', pay],
  [4, 'change a payment', changePayment],
  [5, 'delete a payment', deletePayment],
  [7, 'void', voidOne],
  [7, 'unvoid', unvoid],
  [10, 'storno', storno],
  [7, 'delete', deleteOne],
  [3, 'create a client', createClient],
  [4, 'change a client', changeClient],
  [2, 'delete a client', deleteClient],
  [1.5, 'create a series', createSeries],
  [2.5, 'change a series', changeSeries],
  [1, 'change the settings', changeSettings],
]
