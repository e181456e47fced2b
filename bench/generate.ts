import type { Client } from '../src/domain/client.ts'
import { isCounted, moveFigures, NO_FIGURES } from '../src/domain/client-figures.ts'
import { addDays, type Day, unixMidnightUtc } from '../src/domain/dates.ts'
import { ONE } from '../src/domain/decimal.ts'
import { figured, type Invoice, type Payment, voided, withPayments } from '../src/domain/invoice.ts'
import { type InvoiceContent, NO_TEXTS } from '../src/domain/invoice-content.ts'
import { bani } from '../src/domain/money.ts'
import { changeParty } from '../src/domain/party.ts'
import { type DocumentType, printedNumber } from '../src/domain/series.ts'
import { snapshotV1 } from '../src/domain/snapshot.ts'
import { standardRateBp } from '../src/domain/vat.ts'
import { readAll } from '../src/http/fields.ts'
import { NewClient, partyChanges } from '../src/resources/clients/client.schema.ts'
import { insertClient, saveFigures } from '../src/resources/clients/client.store.ts'
import { newInvoiceAsked } from '../src/resources/invoices/asked-invoice.schema.ts'
import { NewInvoice } from '../src/resources/invoices/invoice.schema.ts'
import { insertInvoice } from '../src/resources/invoices/invoice.store.ts'
import { prepare, withDefaultRate, withHeader } from '../src/resources/invoices/prepare-invoice.ts'
import { insertPayment } from '../src/resources/payments/payment.store.ts'
import { chainHash } from '../src/store/hash.ts'
import { insertRows } from '../src/store/insert.ts'
import { BIG_CLIENT, inventClient, inventInvoice } from './invent.ts'
import type { Sink } from './sink.ts'
import { type Founded, makeWorld, type World } from './world.ts'

/** Three years, the last of them until yesterday. */
const DAYS = 1_095
const DRAIN_EVERY = 500
const OPENS_AT_SECONDS = 6 * 3_600
const OPEN_SECONDS = 36_000

/** Writes `total` invoices over three years, as the product would have written them one by one. Answers the clients' ids. */
export async function generate(sink: Sink, founded: Founded, total: number, lastDay: Day): Promise<readonly string[]> {
  const firstDay = addDays(lastDay, 1 - DAYS)
  const world = makeWorld(sink, founded, { seed: total, firstDay, lastDay })
  for (let index = 0; index < Math.max(20, Math.round(total / 100)); index++) addClient(world, index)
  let made = 0
  for (let day = 0; day < DAYS; day++) {
    world.today = addDays(firstDay, day)
    const before = made
    const until = Math.round((total * (day + 1)) / DAYS)
    for (; made < until; made++) {
      const elapsed = Math.floor(((made - before) * OPEN_SECONDS) / (until - before))
      world.now = unixMidnightUtc(world.today) + OPENS_AT_SECONDS + elapsed
      await addInvoice(world)
      if (made % DRAIN_EVERY === 0) await sink.drain()
    }
    for (const carryOut of world.agenda.get(world.today) ?? []) carryOut()
    world.agenda.delete(world.today)
  }
  for (const client of world.clients) saveFigures(world.ctx, client)
  for (const [type, counter] of Object.entries(world.counters)) {
    const series_id = founded.series[type as DocumentType].id
    insertRows(world.ctx.db, 'series_counter', [{ series_id, company_id: founded.company.id, period: 0, ...counter }])
  }
  world.flushCounts()
  await sink.finish()
  return world.clients.map(({ id }) => id)
}

function addClient({ ctx, chance, clients }: World, index: number): void {
  const body = readAll(NewClient, inventClient(chance, index))
  const { party, problems, warnings } = changeParty(null, partyChanges(body))
  if (problems.length + warnings.length > 0) throw new Error(JSON.stringify([...problems, ...warnings]))
  const blank = { version: 1, notes: null, isActive: true, figures: NO_FIGURES, lastPayment: null }
  const client: Client = { id: ctx.newId('cli'), party, ...blank, createdAt: ctx.now, updatedAt: ctx.now }
  insertClient(ctx, client)
  ctx.record('client.created', { type: 'client', id: client.id }, { name: party.name })
  clients.push(client)
}

/** A document as it stands at the end of the three years. What happened to it later is on the agenda of its day. */
async function addInvoice(world: World): Promise<void> {
  const { ctx, chance, clients } = world
  const who = chance.percent(10) ? BIG_CLIENT : 1 + chance.below(clients.length - 1)
  const client = clients[who] as Client
  const { document, isDraft } = await prepared(world, client)
  const object = { type: 'invoice', id: document.id }
  const sums = { total: document.totalBani, currency: document.currency }
  if (isDraft) {
    insertInvoice(ctx, { ...document, issued: null }, null)
    ctx.record('invoice.created', object, { state: 'draft', ...sums })
    return
  }
  const { invoice, snapshot } = numbered(world, document)
  const final = chance.percent(3) ? voidedLater(world, invoice) : paidLater(world, invoice)
  insertInvoice(ctx, final, snapshot)
  ctx.record('invoice.created', object, { number: invoice.issued?.number, ...sums })
  clients[who] = { ...client, figures: moveFigures(client.figures, null, figured(final)) }
}

async function prepared({ ctx, chance, founded: { company, series } }: World, client: Client) {
  const standard = standardRateBp(ctx.today)
  const sent = inventInvoice(chance, client.id, [standard / 100, standard === 2100 ? 11 : 9])
  const asked = newInvoiceAsked(readAll(NewInvoice, sent))
  const { documentType, isDraft } = asked
  const blank: InvoiceContent = {
    documentType,
    date: ctx.today,
    dueDate: null,
    currency: 'RON',
    exchangeRate: ONE,
    lines: withDefaultRate(asked.lines, company).map((line) => ({ ...line, id: null })),
    discounts: [],
    charges: [],
    texts: { ...NO_TEXTS, efacturaEnabled: documentType === 'fiscal' },
  }
  const content = withHeader(ctx, blank, asked.header, company, [])
  const parties = { company, clientId: client.id, buyer: client.party, series: series[documentType] }
  const as = { id: ctx.newId('inv'), workPointId: ctx.workPointId, isDraft, createdAt: ctx.now }
  const { document } = await prepare(ctx, content, parties, as, { problems: asked.problems, warnings: [] })
  return { document, isDraft }
}

/** What `issue-invoice.ts` does with a counter that is in the database, done with one in memory. */
function numbered({ counters, founded, seller }: World, document: Omit<Invoice, 'issued'>) {
  const counter = counters[document.documentType]
  const numberIdx = counter.last_number + 1
  const number = printedNumber(founded.series[document.documentType], numberIdx, document.date)
  const snapshot = snapshotV1(document, number, seller)
  const hash = chainHash(counter.last_hash, snapshot)
  counters[document.documentType] = { last_number: numberIdx, last_date: document.date, last_hash: hash }
  const invoice: Invoice = { ...document, issued: { period: 0, numberIdx, number, hash } }
  return { invoice, snapshot }
}

/** An invoice that is voided the day after, if that day has come. */
function voidedLater(world: World, invoice: Invoice): Invoice {
  const day = addDays(invoice.date, 1)
  if (day > world.lastDay) return invoice
  const at = unixMidnightUtc(day) + OPENS_AT_SECONDS
  const reason = 'Emisă din greșeală'
  const { id, issued } = invoice
  later(world, day, () => {
    world.now = at
    world.ctx.record('invoice.voided', { type: 'invoice', id }, { number: issued?.number, reason })
  })
  return { ...voided(invoice, { at, reason }), updatedAt: at }
}

/** Of what was due, most is paid in full, some in part, and the rest not yet. */
function paidLater(world: World, invoice: Invoice): Invoice {
  const { chance, ctx } = world
  const day = addDays(invoice.date, 1 + chance.below(60))
  const share = chance.below(100)
  if (invoice.state !== 'open' || day > world.lastDay || share >= 85) return invoice
  const at = unixMidnightUtc(day) + OPENS_AT_SECONDS + 1
  const payment: Payment = {
    id: ctx.newId('pay'),
    amountBani: share < 78 ? invoice.totalBani : bani(Math.ceil(invoice.totalBani / 3)),
    amountRonBani: bani(0),
    paidOn: day,
    method: chance.pick(['bank_transfer', 'card', 'receipt'] as const),
    reference: chance.percent(50) ? `OP ${1 + chance.below(9_999)}` : null,
    observations: null,
    createdAt: at,
  }
  const paid: Invoice = { ...withPayments(invoice, [payment]), updatedAt: at }
  const { id, clientId, currency, documentType, state, issued } = paid
  // Only what the payment's row and events need: the agenda of a large data set holds two months of documents.
  const slim = { id, clientId, currency, documentType, state, issued } as Invoice
  const valued = paid.payments[0] as Payment
  later(world, day, () => recordPayment(world, slim, valued))
  return paid
}

function recordPayment(world: World, invoice: Invoice, payment: Payment): void {
  const { ctx, clients, positions } = world
  const { id, currency, issued } = invoice
  const { amountBani: amount, method, createdAt, paidOn } = payment
  world.now = createdAt
  insertPayment(ctx, invoice, payment, isCounted(invoice))
  const about = { amount, currency, method }
  ctx.record('payment.received', { type: 'payment', id: payment.id }, { invoice_id: id, ...about })
  ctx.record('invoice.payment', { type: 'invoice', id }, { payment_id: payment.id, amount, currency })
  if (invoice.state === 'paid') ctx.record('invoice.paid', { type: 'invoice', id }, { number: issued?.number })
  if (!isCounted(invoice)) return
  const who = positions(invoice.clientId)
  const lastPayment = { paidOn, amountBani: amount, currency, invoiceId: id, invoiceNumber: issued?.number ?? '' }
  clients[who] = { ...(clients[who] as Client), lastPayment }
}

function later({ agenda }: World, day: Day, carryOut: () => void): void {
  const known = agenda.get(day)
  if (known) known.push(carryOut)
  else agenda.set(day, [carryOut])
}
