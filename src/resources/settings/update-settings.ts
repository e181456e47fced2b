import { refuseProblems } from '../../domain/errors.ts'
import { changeParty, type Party } from '../../domain/party.ts'
import type { Problem } from '../../domain/problem.ts'
import { isRateInForce } from '../../domain/vat.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { CompanyRow } from '../../store/tables.ts'
import { connectionWarnings, type EfacturaSettingsChanges, efacturaColumns } from '../efactura/efactura-settings.ts'
import { lockCompany, updateCompany } from './company.store.ts'
import { type BankAccountFields, checkAccounts, replaceBankAccounts } from './replace-bank-accounts.ts'

/** Who the company is. Absent means unchanged, null means cleared. */
export interface FirmChanges {
  readonly name: string | undefined
  readonly legalName: string | null | undefined
  readonly tradeName: string | null | undefined
  readonly cui: string | null | undefined
  readonly rc: string | null | undefined
  readonly address: string | null | undefined
  readonly city: string | null | undefined
  readonly county: string | null | undefined
  readonly country: string | undefined
  readonly postalCode: string | null | undefined
  readonly phone: string | null | undefined
  readonly email: string | null | undefined
  readonly website: string | null | undefined
  readonly contactPerson: string | null | undefined
  readonly contactEmail: string | null | undefined
}

export interface SettingsChanges {
  readonly firm: FirmChanges
  readonly isVatPayer: boolean | undefined
  readonly hasCashVat: boolean | undefined
  readonly defaultVatRateBp: number | undefined
  readonly paymentTermDays: number | undefined
  readonly isStrict: boolean | undefined
  readonly currency: string | undefined
  /** The whole list. */
  readonly bankAccounts: readonly BankAccountFields[] | undefined
  readonly efactura?: EfacturaSettingsChanges | undefined
  /** Where the caller wrote a field, for the paths of problems. */
  readonly pathOf: (field: string) => string
}

/** Changes what was sent, by the same rules as for clients. Answers what was stored although it looks wrong. */
export async function changeSettings(ctx: Ctx, changes: SettingsChanges): Promise<readonly Problem[]> {
  const before = await lockCompany(ctx)
  const isVatPayer = changes.isVatPayer ?? before.is_vat_payer === 1
  const isStrict = changes.isStrict ?? before.strict_identifiers === 1
  const { party, problems, warnings } = changedParty(before, changes)
  const accounts = checkAccounts(changes.bankAccounts ?? [])
  const doubts = [...warnings, ...accounts.warnings]
  const vatProblems: Problem[] =
    changes.hasCashVat && !isVatPayer ? [{ path: 'vat_on_collection', code: 'needs_vat_payer' }] : []
  const efactura = changes.efactura && efacturaColumns(before, changes.efactura, 'efactura_settings.')
  const wrong = [...problems, ...accounts.problems, ...vatProblems, ...(efactura?.problems ?? [])]
  refuseProblems([...wrong, ...(isStrict ? doubts : [])])
  const after = {
    ...firmColumns(changes.firm, before),
    ...placeColumns(party, isVatPayer),
    ...taxColumns(changes, before, isVatPayer),
    ...efactura?.columns,
  }
  const fields = Object.keys(after).filter(
    (field) => after[field as keyof typeof after] !== before[field as keyof CompanyRow],
  )
  updateCompany(ctx, after.cui === before.cui ? after : { ...after, cui_since: ctx.now })
  if (changes.bankAccounts) await replaceBankAccounts(ctx, accounts.accounts)
  ctx.record(
    'settings.updated',
    { type: 'settings', id: ctx.companyId },
    { fields: changes.bankAccounts ? [...fields, 'bank_accounts'] : fields },
  )
  const unconnected = changes.efactura
    ? await connectionWarnings(ctx, { ...before, ...after }, changes.efactura, 'efactura_settings.')
    : []
  return [...doubts, ...rateWarnings(changes, ctx.today), ...unconnected]
}

/** The company as a party, so that its code and its place are judged like a client's. */
function changedParty(before: CompanyRow, { firm, pathOf }: SettingsChanges) {
  const asParty: Party = {
    name: before.name,
    type: 'company',
    email: before.email,
    phone: before.phone,
    cui: before.cui,
    cuiPrefix: before.cui_prefix,
    rc: before.rc,
    address: before.address,
    city: before.city,
    county: before.county,
    country: before.country,
    postalCode: before.postal_code,
    iban: null,
    bank: null,
    contactPerson: before.contact_person,
  }
  const { name, email, phone, cui, rc, address, city, county, country, postalCode, contactPerson } = firm
  const checked = changeParty(asParty, {
    name,
    email,
    phone,
    cui,
    rc,
    address,
    city,
    county,
    country,
    postalCode,
    contactPerson,
  })
  const placed = (problems: readonly Problem[]) =>
    problems.map((problem) => ({ ...problem, path: pathOf(problem.path) }))
  return { party: checked.party, problems: placed(checked.problems), warnings: placed(checked.warnings) }
}

/** RO before the code says that a Romanian company is registered for VAT (Cod fiscal art. 316), so it follows the flag. */
function placeColumns(party: Party, isVatPayer: boolean) {
  const romanianPrefix = isVatPayer ? 'RO' : null
  return {
    name: party.name,
    cui: party.cui,
    cui_prefix: party.cui === null ? null : party.country === 'RO' ? romanianPrefix : party.cuiPrefix,
    rc: party.rc ?? '',
    address: party.address,
    city: party.city,
    county: party.county,
    country: party.country,
    postal_code: party.postalCode,
    phone: party.phone,
    email: party.email,
    contact_person: party.contactPerson,
  }
}

function firmColumns(firm: FirmChanges, before: CompanyRow) {
  const kept = <T>(sent: T | undefined, stored: T) => (sent === undefined ? stored : sent)
  return {
    legal_name: kept(firm.legalName, before.legal_name),
    trade_name: kept(firm.tradeName, before.trade_name),
    website: kept(firm.website, before.website),
    contact_email: kept(firm.contactEmail, before.contact_email),
  }
}

/** TVA la încasare is for companies registered for VAT (Cod fiscal art. 282 (3)); it ends with the registration. */
function taxColumns(changes: SettingsChanges, before: CompanyRow, isVatPayer: boolean) {
  const hasCashVat = isVatPayer && (changes.hasCashVat ?? before.has_cash_vat === 1)
  return {
    is_vat_payer: isVatPayer ? 1 : 0,
    has_cash_vat: hasCashVat ? 1 : 0,
    default_vat_rate_bp: changes.defaultVatRateBp ?? before.default_vat_rate_bp,
    payment_term_days: changes.paymentTermDays ?? before.payment_term_days,
    currency: changes.currency ?? before.currency,
    strict_identifiers: (changes.isStrict ?? before.strict_identifiers === 1) ? 1 : 0,
  }
}

function rateWarnings({ defaultVatRateBp }: SettingsChanges, today: string): Problem[] {
  if (defaultVatRateBp === undefined || isRateInForce(defaultVatRateBp, today)) return []
  return [
    { path: 'default_vat_rate', code: 'rate_not_in_force', params: { rate: defaultVatRateBp / 100, date: today } },
  ]
}
