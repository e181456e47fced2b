import type { Generated, Selectable } from 'kysely'
import type { EfacturaSettingsColumns, EfacturaTables } from './efactura-tables.ts'
import type { JobTable } from './job-table.ts'
import type { SimulatorTables } from './simulator-tables.ts'

/** Rows as they are stored: text, whole numbers and 0/1 only. Amounts are bani, days `YYYY-MM-DD`, instants Unix seconds. */
export interface Tables extends EfacturaTables, SimulatorTables {
  company: CompanyTable
  work_point: WorkPointRow
  bank_account: BankAccountRow
  api_key: ApiKeyRow
  series: SeriesRow
  series_counter: SeriesCounterRow
  client: ClientTable
  invoice: InvoiceTable
  invoice_line: InvoiceLineRow
  invoice_number_part: InvoiceNumberPartRow
  payment: PaymentTable
  event: EventTable
  idempotency: IdempotencyRow
  invoice_tally: InvoiceTallyRow
  client_tally: CompanyTallyRow
  payment_tally: CompanyTallyRow
  job: JobTable
  anaf_budget: AnafBudgetRow
  anaf_breaker: AnafBreakerRow
  anaf_authorization: AnafAuthorizationRow
  anaf_token: AnafTokenRow
}

interface CompanyTable extends EfacturaSettingsColumns {
  seq: Generated<number>
  id: string
  mode: 'live' | 'test'
  name: string
  legal_name: string | null
  trade_name: string | null
  cui: string | null
  /** When the company took this code. Between sandboxes the first to have it gets its mail. */
  cui_since: number
  cui_prefix: string | null
  rc: string
  address: string | null
  city: string | null
  county: string | null
  country: string
  postal_code: string | null
  phone: string | null
  email: string | null
  website: string | null
  contact_person: string | null
  contact_email: string | null
  is_vat_payer: number
  /** TVA la încasare: VAT is due when the invoice is paid (Cod fiscal art. 282 (3)). */
  has_cash_vat: number
  default_vat_rate_bp: number
  payment_term_days: number
  currency: string
  strict_identifiers: number
  created_at: number
  updated_at: number
}

export interface WorkPointRow {
  id: string
  company_id: string
  name: string
  address: string | null
  city: string | null
  county: string | null
  is_default: number
  created_at: number
}

export interface BankAccountRow {
  id: string
  company_id: string
  bank_name: string | null
  iban: string
  currency: string
  is_primary: number
  is_active: number
  position: number
}

export interface ApiKeyRow {
  id: string
  company_id: string
  work_point_id: string
  name: string
  /** SHA-256 of the key, lowercase hex. The key itself is shown once and not stored. */
  hash: string
  /** The last four characters, to tell keys apart in lists. */
  hint: string
  scopes: string
  allowed_ips: string
  rate_limit_per_minute: number | null
  expires_at: number | null
  revoked_at: number | null
  last_used_at: number | null
  last_used_ip: string | null
  created_at: number
}

export interface SeriesRow {
  id: string
  company_id: string
  work_point_id: string | null
  name: string
  document_type: 'fiscal' | 'proforma'
  description: string | null
  format: string
  padding: number
  start_number: number
  is_primary: number
  is_active: number
  resets_yearly: number
  created_at: number
  updated_at: number
}

/** One row per series, or per series and year when it restarts each year (`period` is 0 or the year). */
export interface SeriesCounterRow {
  series_id: string
  company_id: string
  period: number
  last_number: number
  /** Date and chain hash of the document that carries `last_number`; null and '' when none does. */
  last_date: string | null
  last_hash: string
}

interface ClientTable {
  seq: Generated<number>
  id: string
  company_id: string
  /** Grows with every write, figures included: what was rendered for one is known by it. */
  version: number
  name: string
  email: string | null
  phone: string | null
  cui: string | null
  cui_prefix: string | null
  rc: string | null
  address: string | null
  city: string | null
  county: string | null
  country: string | null
  postal_code: string | null
  iban: string | null
  bank: string | null
  contact_person: string | null
  type: 'company' | 'person'
  notes: string | null
  is_active: number
  /** Name, e-mail and code, folded (`domain/text`): what a search looks in. */
  search_text: string
  sort_name: string
  invoices_count: number
  invoiced_bani: number
  collected_bani: number
  unpaid_bani: number
  settled_count: number
  settled_days: number
  /** JSON: month `YYYY-MM` → [invoiced bani, collected bani]. */
  months: string
  /** JSON of the last payment, or null. */
  last_payment: string | null
  created_at: number
  updated_at: number
}

export type InvoiceState = 'draft' | 'open' | 'paid' | 'voided'

interface InvoiceTable {
  seq: Generated<number>
  id: string
  company_id: string
  work_point_id: string
  series_id: string
  document_type: 'fiscal' | 'proforma'
  state: InvoiceState
  period: number | null
  number_idx: number | null
  number: string | null
  date: string
  due_date: string | null
  client_id: string
  currency: string
  exchange_rate: string
  subtotal_bani: number
  vat_bani: number
  total_bani: number
  subtotal_ron_bani: number
  vat_ron_bani: number
  total_ron_bani: number
  paid_bani: number
  paid_ron_bani: number
  /** The day of the payment that settled it. */
  settled_on: string | null
  voided_at: number | null
  void_reason: string | null
  /** The document that this one reverses. */
  storno_of: string | null
  /** The latest storno of this document, and whether nothing is left to reverse. */
  storned_by: string | null
  is_fully_storned: number
  created_at: number
  updated_at: number
  /** SHA-256 of the snapshot and the previous document's hash; null for drafts. */
  hash: string | null
  /** `number` as lists are sorted by it, and all its parts as they are searched (`src/domain/number-parts.ts`); '' for null. */
  number_sort: string
  number_text: string
  /** `due_date` with '' for null, which sorts alike on both engines. */
  due_sort: string
  /** JSON: the client as it stood when the document was last saved as a draft or issued. */
  buyer: string
  /** JSON: flags, texts, adjustments and VAT groups that no query asks for. */
  details: string
  /** JSON: what was issued, canonical (decision 0004); null for drafts. */
  snapshot: string | null
  /** Rendered answer and the shape it was rendered for (decision 0002). */
  json: string
  lines_json: string
  payments_json: string
  json_shape: number
  /** JSON: how its latest submission to RO e-Factura stands; null when it was never sent. */
  efactura: string | null
}

export interface InvoiceLineRow {
  id: string
  company_id: string
  invoice_id: string
  position: number
  description: string
  quantity: string
  unit: string
  /** Net unit price as shown, and the price as it was given when that included VAT. */
  price: string
  given_price: string | null
  vat_category: string
  vat_rate_bp: number
  base_bani: number
  discount_bani: number
  charge_bani: number
  subtotal_bani: number
  vat_bani: number
  total_bani: number
  /** How much of the quantity stornos have taken back. */
  storned_quantity: string
  /** JSON: texts, codes and the adjustments as given. */
  details: string
}

/** A part of a printed number, written and removed with its document. */
export interface InvoiceNumberPartRow {
  company_id: string
  part: string
  invoice_id: string
  /** See `NumberPart` in `src/domain/number-parts.ts`. */
  shared: number
  client_id: string
}

interface PaymentTable {
  seq: Generated<number>
  id: string
  company_id: string
  invoice_id: string
  client_id: string
  amount_bani: number
  amount_ron_bani: number
  currency: string
  paid_on: string
  method: string
  reference: string | null
  observations: string | null
  /** 1 while its invoice counts in the client's figures (fiscal, issued, not voided). */
  is_counted: number
  created_at: number
}

interface EventTable {
  seq: Generated<number>
  id: string
  company_id: string
  type: string
  object_type: string
  object_id: string
  actor_id: string
  actor_name: string
  request_id: string
  data: string
  created_at: number
}

export interface IdempotencyRow {
  company_id: string
  key_id: string
  route: string
  idempotency_key: string
  request_hash: string
  status: number
  body: string
  created_at: number
}

/**
 * Kept counts of invoices, so that a list's total never scans. Rows with an empty `client_id` count the company's
 * documents by everything; rows with a client count that client's by state alone, with the other columns empty.
 */
export interface InvoiceTallyRow {
  company_id: string
  client_id: string
  work_point_id: string
  series_id: string
  document_type: string
  currency: string
  state: string
  /** `YYYY-MM` of the document's date. */
  month: string
  n: number
}

/** How many clients, or payments, a company has. */
export interface CompanyTallyRow {
  company_id: string
  n: number
}

/** Somebody was asked to authorize the company at ANAF. Of the state only the hash is kept. */
export interface AnafAuthorizationRow {
  /** SHA-256 of the state, lowercase hex. */
  state_hash: string
  company_id: string
  environment: 'test' | 'live'
  /** The company's own OAuth application, its secret sealed; null for that of the installation. */
  client_id: string | null
  client_secret: string | null
  made_by: string
  made_by_name: string
  created_at: number
  expires_at: number
  /** While a code is being exchanged; after it the process that did so is taken for dead. */
  claimed_until: number | null
  /** SHA-256 of the last code that was tried: a code is exchanged once. */
  code_hash: string | null
  used_at: number | null
}

/** The tokens of a company, sealed (`src/adapters/vault`). */
export interface AnafTokenRow {
  company_id: string
  environment: 'test' | 'live'
  client_id: string | null
  client_secret: string | null
  /** Empty once revoked. */
  access_token: string
  refresh_token: string
  access_expires_at: number
  refresh_expires_at: number
  state: 'active' | 'needs_authorization' | 'revoked'
  last_error: string | null
  /** Not to be refreshed before; set after a failure. */
  next_attempt_at: number
  /** Failed attempts since the last success. */
  attempts: number
  /** While it is being refreshed; after it the process that did so is taken for dead. */
  claimed_until: number | null
  /** The fewest days before the end of the refresh token that were warned of. */
  warned_days: number | null
  /** Grows with every save, so that whoever decided on an older row does not overwrite a newer one. */
  version: number
  created_at: number
  updated_at: number
}

/** What one of ANAF's limits has left: calls since `window_start`, for everybody who shares it. */
export interface AnafBudgetRow {
  key: string
  window_start: number
  used: number
}

/** Failures in a row; from a certain number on, nobody calls until `open_until`, and then one call at a time tries. */
export interface AnafBreakerRow {
  /** For everybody: `live`, `test` or `services`; for one company, the same with its id. */
  environment: string
  failures: number
  /** How many pauses there have been since ANAF last answered: each is longer than the one before. */
  trips: number
  open_until: number
  /** Whose attempt failed last: of everybody, the company; of a company, the document. Somebody else's comes next. */
  tried_by: string | null
}

export type CompanyRow = Selectable<CompanyTable>
export type ClientRow = Selectable<ClientTable>
export type InvoiceRow = Selectable<InvoiceTable>
export type PaymentRow = Selectable<PaymentTable>
export type EventRow = Selectable<EventTable>
