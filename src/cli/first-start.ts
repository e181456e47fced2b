import { randomInt } from 'node:crypto'
import { withCheckDigit } from '../domain/fiscal-code.ts'
import { DEFAULT_FORMAT, DEFAULT_PADDING, type DocumentType } from '../domain/series.ts'
import { insertKey } from '../resources/keys/key.store.ts'
import { makeKey } from '../resources/keys/make-key.ts'
import { insertSeries } from '../resources/series/series.store.ts'
import { holdCompanies, insertCompany, isCuiTaken, listCompanies } from '../resources/settings/company.store.ts'
import { insertWorkPoint } from '../resources/work-points/work-point.store.ts'
import type { Clock } from '../store/clock.ts'
import type { Conn, Database } from '../store/conn.ts'
import { newId } from '../store/ctx.ts'

/** A company as it begins, with the only chance to see its first key. */
export interface NewCompany {
  readonly companyId: string
  readonly workPointId: string
  readonly secret: string
}

export interface FirstStart {
  readonly live: NewCompany
  readonly test: NewCompany
}

/** Until `PATCH /v1/settings` says who the company is. */
const PLACEHOLDER_NAME = 'Firma mea SRL'

/** A live company has to say who it is before it can send an e-invoice. */
const NO_IDENTITY = { cui: null, cui_prefix: null, rc: '', address: null, city: null, county: null }

/**
 * A sandbox has an invented identity that passes every rule of RO e-Factura, so that sending works at once; its code is
 * no other sandbox's, because others reach it by that.
 */
const SANDBOX_IDENTITY = {
  cui_prefix: 'RO',
  rc: 'J12/345/2020',
  address: 'Str. Lungă nr. 1',
  city: 'Cluj-Napoca',
  county: 'Cluj',
}

/**
 * Founds a company, its sandbox twin and a key for each where there is none yet; null where there is one. Several
 * servers may start at once on one database: the first to hold the table founds, the others find.
 */
export async function ensureFirstStart(database: Database, clock: Clock): Promise<FirstStart | null> {
  if ((await listCompanies(database.read)).length > 0) return null
  return database.transact(async (db) => {
    await holdCompanies(db)
    if ((await listCompanies(db)).length > 0) return null
    const now = Math.floor(clock.nowMs() / 1000)
    const live = await foundCompany(db, 'live', PLACEHOLDER_NAME, now)
    return { live, test: await foundCompany(db, 'test', PLACEHOLDER_NAME, now) }
  })
}

/** A company with a work point, a primary series of each type and a key that may do everything. */
export async function foundCompany(db: Conn, mode: 'live' | 'test', name: string, now: number): Promise<NewCompany> {
  const companyId = newId('cmp')
  const workPointId = newId('wp')
  insertCompany(db, {
    id: companyId,
    mode,
    name,
    legal_name: null,
    trade_name: null,
    ...(mode === 'test' ? { ...SANDBOX_IDENTITY, cui: await freeCui(db) } : NO_IDENTITY),
    cui_since: now,
    country: 'RO',
    postal_code: null,
    phone: null,
    email: null,
    website: null,
    contact_person: null,
    contact_email: null,
    is_vat_payer: 1,
    has_cash_vat: 0,
    default_vat_rate_bp: 2100,
    payment_term_days: 30,
    currency: 'RON',
    strict_identifiers: 0,
    efactura_enabled: mode === 'test' ? 1 : 0,
    efactura_environment: mode === 'test' ? 'test' : 'live',
    efactura_auto_send: 0,
    efactura_timing: 'immediate',
    efactura_delay_hours: 0,
    efactura_daily_hour: 20,
    efactura_public_institutions: 1,
    efactura_storno_as: '380',
    created_at: now,
    updated_at: now,
  })
  insertWorkPoint(db, {
    id: workPointId,
    company_id: companyId,
    name: 'Sediu',
    address: null,
    city: null,
    county: null,
    is_default: 1,
    created_at: now,
  })
  foundSeries(db, companyId, 'FAC', 'fiscal', now)
  foundSeries(db, companyId, 'PRF', 'proforma', now)
  const asked = {
    companyId,
    workPointId,
    mode,
    name: `First ${mode} key`,
    scopes: ['*'],
    allowedIps: [],
    rateLimitPerMinute: null,
    expiresAt: null,
  }
  const { secret, row } = makeKey(asked, now)
  insertKey(db, row)
  return { companyId, workPointId, secret }
}

/** A code that nobody has here: ten digits from 9, which are not given out, with the right check digit. */
async function freeCui(db: Conn): Promise<string> {
  for (;;) {
    const cui = withCheckDigit(`9${String(randomInt(100_000_000)).padStart(8, '0')}`)
    if (!(await isCuiTaken(db, cui))) return cui
  }
}

function foundSeries(db: Conn, companyId: string, name: string, documentType: DocumentType, now: number): void {
  insertSeries(
    { db, companyId },
    {
      id: newId('ser'),
      workPointId: null,
      name,
      documentType,
      description: null,
      format: DEFAULT_FORMAT,
      padding: DEFAULT_PADDING,
      startNumber: 1,
      resetsYearly: false,
      isPrimary: true,
      isActive: true,
      createdAt: now,
      updatedAt: now,
    },
  )
}
