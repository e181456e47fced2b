import type { Client, LastPayment } from '../../domain/client.ts'
import type { ClientFigures } from '../../domain/client-figures.ts'
import { notFound } from '../../domain/errors.ts'
import type { Party } from '../../domain/party.ts'
import { fold } from '../../domain/text.ts'
import type { Conn } from '../../store/conn.ts'
import type { Ctx, ReadCtx } from '../../store/ctx.ts'
import { deleteRows, insertRows, updateRow } from '../../store/insert.ts'
import { prepared } from '../../store/prepared.ts'
import type { ClientRow } from '../../store/tables.ts'

type Key = { companyId: string; id: string }

const one = prepared<Key, ClientRow>(({ db, p }) =>
  db.selectFrom('client').selectAll().where('company_id', '=', p.companyId).where('id', '=', p.id),
)

const oneLocked = prepared<Key, ClientRow>(({ db, p, engine }) =>
  db
    .selectFrom('client')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('id', '=', p.id)
    .$if(engine === 'postgres', (query) => query.forUpdate()),
)

export async function findClient(ctx: ReadCtx, id: string): Promise<Client | null> {
  const row = (await one(ctx.db, { companyId: ctx.companyId, id }))[0]
  return row ? toClient(row) : null
}

/** These clients of the company, in no order. */
export async function listClientsById(
  ctx: Pick<ReadCtx, 'db' | 'companyId'>,
  ids: readonly string[],
): Promise<Client[]> {
  const rows = await ctx.db.kysely
    .selectFrom('client')
    .selectAll()
    .where('company_id', '=', ctx.companyId)
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(toClient)
}

/** Holds the client until the end of the transaction, so that its figures can be moved. */
export async function lockClient(ctx: Ctx, id: string): Promise<Client> {
  const client = await lockClientIfAny(ctx, id)
  if (!client) throw notFound('client')
  return client
}

/** The same, or null when the client was deleted before it could be held. */
export async function lockClientIfAny(ctx: Ctx, id: string): Promise<Client | null> {
  const row = (await oneLocked(ctx.db, { companyId: ctx.companyId, id }))[0]
  return row ? toClient(row) : null
}

type Twin = { id: string; cui: string | null; cui_prefix: string | null; country: string | null }

const byCui = prepared<{ companyId: string; cui: string }, Twin>(({ db, p }) =>
  db
    .selectFrom('client')
    .select(['id', 'cui', 'cui_prefix', 'country'])
    .where('company_id', '=', p.companyId)
    .where('cui', '=', p.cui)
    .orderBy('seq'),
)

const byEmail = prepared<{ companyId: string; email: string; name: string }, Twin>(({ db, p }) =>
  db
    .selectFrom('client')
    .select(['id', 'cui', 'cui_prefix', 'country'])
    .where('company_id', '=', p.companyId)
    .where('email', '=', p.email)
    .where('sort_name', '=', p.name)
    .orderBy('seq'),
)

/** The client that inline data means: same fiscal code, else same e-mail and name (contract 3.2). */
export async function findClientLike(ctx: Ctx, party: Party): Promise<string | null> {
  const { companyId } = ctx
  if (party.cui !== null) {
    // Two countries may give out the same digits.
    const state = party.cuiPrefix ?? party.country
    const twin = (await byCui(ctx.db, { companyId, cui: party.cui })).find(
      (row) => (row.cui_prefix ?? row.country) === state,
    )
    if (twin) return twin.id
  }
  if (party.email === null) return null
  const namesakes = await byEmail(ctx.db, { companyId, email: party.email, name: fold(party.name) })
  return namesakes.find((row) => party.cui === null || row.cui === null)?.id ?? null
}

export function insertClient(ctx: Ctx, client: Client): void {
  insertRows(ctx.db, 'client', [
    {
      id: client.id,
      company_id: ctx.companyId,
      version: client.version,
      ...partyColumns(client),
      ...figureColumns(client),
      created_at: client.createdAt,
    },
  ])
  countClients(ctx, 1)
}

export function updateClient(ctx: Ctx, client: Client): void {
  updateRow(
    ctx.db,
    'client',
    { company_id: ctx.companyId, id: client.id },
    { version: client.version + 1, ...partyColumns(client) },
  )
}

/** Saves the figures of a client that this transaction holds. */
export function saveFigures(ctx: Ctx, client: Client): void {
  updateRow(
    ctx.db,
    'client',
    { company_id: ctx.companyId, id: client.id },
    { version: client.version + 1, ...figureColumns(client) },
  )
}

export function deleteClientRow(ctx: Ctx, id: string): void {
  deleteRows(ctx.db, 'client', { company_id: ctx.companyId, id })
  countClients(ctx, -1)
}

function countClients(ctx: Ctx, change: number): void {
  insertRows(
    ctx.db,
    'client_tally',
    [{ company_id: ctx.companyId, n: change }],
    'on conflict (company_id) do update set n = client_tally.n + excluded.n',
  )
}

const anyInvoice = prepared<Key, { id: string }>(({ db, p }) =>
  db.selectFrom('invoice').select('id').where('company_id', '=', p.companyId).where('client_id', '=', p.id).limit(1),
)

export async function hasInvoices(ctx: Ctx, id: string): Promise<boolean> {
  return (await anyInvoice(ctx.db, { companyId: ctx.companyId, id })).length > 0
}

export function toClient(row: ClientRow): Client {
  return {
    id: row.id,
    version: row.version,
    party: {
      name: row.name,
      type: row.type,
      email: row.email,
      phone: row.phone,
      cui: row.cui,
      cuiPrefix: row.cui_prefix,
      rc: row.rc,
      address: row.address,
      city: row.city,
      county: row.county,
      country: row.country ?? 'RO',
      postalCode: row.postal_code,
      iban: row.iban,
      bank: row.bank,
      contactPerson: row.contact_person,
    },
    notes: row.notes,
    isActive: row.is_active === 1,
    figures: {
      invoicesCount: row.invoices_count,
      invoicedBani: row.invoiced_bani,
      collectedBani: row.collected_bani,
      unpaidBani: row.unpaid_bani,
      settledCount: row.settled_count,
      settledDays: row.settled_days,
      months: JSON.parse(row.months) as ClientFigures['months'],
    },
    lastPayment: row.last_payment === null ? null : (JSON.parse(row.last_payment) as LastPayment),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function partyColumns(client: Client) {
  const { party } = client
  return {
    name: party.name,
    type: party.type,
    email: party.email,
    phone: party.phone,
    cui: party.cui,
    cui_prefix: party.cuiPrefix,
    rc: party.rc,
    address: party.address,
    city: party.city,
    county: party.county,
    country: party.country,
    postal_code: party.postalCode,
    iban: party.iban,
    bank: party.bank,
    contact_person: party.contactPerson,
    notes: client.notes,
    is_active: client.isActive ? 1 : 0,
    search_text: searchText(party),
    sort_name: fold(party.name),
    updated_at: client.updatedAt,
  }
}

/** Whatever a person may type to find the client: name, e-mail, code with and without prefix, city. */
export function searchText(party: Party): string {
  return fold(
    [party.name, party.email, party.cui && `${party.cuiPrefix ?? ''}${party.cui}`, party.city]
      .filter(Boolean)
      .join(' | '),
  )
}

function figureColumns({ figures, lastPayment }: Client) {
  return {
    invoices_count: figures.invoicesCount,
    invoiced_bani: figures.invoicedBani,
    collected_bani: figures.collectedBani,
    unpaid_bani: figures.unpaidBani,
    settled_count: figures.settledCount,
    settled_days: figures.settledDays,
    months: JSON.stringify(figures.months),
    last_payment: lastPayment === null ? null : JSON.stringify(lastPayment),
  }
}

const lastPaid = prepared<
  Key,
  { paid_on: string; amount_bani: number; currency: string; invoice_id: string; number: string }
>(
  ({ db, p }) =>
    db
      .selectFrom('payment')
      .innerJoin('invoice', 'invoice.id', 'payment.invoice_id')
      .select(['payment.paid_on', 'payment.amount_bani', 'payment.currency', 'payment.invoice_id', 'invoice.number'])
      .where('payment.company_id', '=', p.companyId)
      .where('payment.client_id', '=', p.id)
      .where('payment.is_counted', '=', 1)
      .orderBy('payment.paid_on', 'desc')
      .orderBy('payment.seq', 'desc')
      .limit(1) as never,
)

/** The client's last payment that counts, looked up anew. */
export async function findLastPayment(db: Conn, companyId: string, clientId: string): Promise<LastPayment | null> {
  const row = (await lastPaid(db, { companyId, id: clientId }))[0]
  if (!row) return null
  return {
    paidOn: row.paid_on,
    amountBani: row.amount_bani,
    currency: row.currency,
    invoiceId: row.invoice_id,
    invoiceNumber: row.number,
  }
}
