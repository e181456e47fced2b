import { isIbanShape, isIbanValid, normaliseIban } from '../../domain/iban.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import { listAccounts, replaceAccounts } from './bank-account.store.ts'

export interface BankAccountFields {
  readonly iban: string
  readonly bankName: string | null
  readonly currency: string
  readonly isPrimary: boolean
  readonly isActive: boolean
}

export interface CheckedAccounts {
  readonly accounts: readonly BankAccountFields[]
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/**
 * Checks the whole list and sees to it that each currency has exactly one primary account: the one that says so,
 * else the first active one, else the first.
 */
export function checkAccounts(sent: readonly BankAccountFields[]): CheckedAccounts {
  const accounts = sent.map((account) => ({ ...account, iban: normaliseIban(account.iban) }))
  const problems: Problem[] = []
  const warnings: Problem[] = []
  const ibans = new Set<string>()
  const primaries = new Set<string>()
  for (const [index, { iban, currency, isPrimary }] of accounts.entries()) {
    const path = `bank_accounts.${index}`
    if (!isIbanShape(iban)) problems.push({ path: `${path}.iban`, code: 'not_iban' })
    else if (ibans.has(iban)) problems.push({ path: `${path}.iban`, code: 'repeated' })
    else if (!isIbanValid(iban)) warnings.push({ path: `${path}.iban`, code: 'wrong_check_digit' })
    if (isPrimary && primaries.has(currency)) problems.push({ path: `${path}.is_primary`, code: 'repeated' })
    ibans.add(iban)
    if (isPrimary) primaries.add(currency)
  }
  const chosen = new Set(accounts.map(({ currency }) => primaryOf(accounts, currency)))
  return { accounts: accounts.map((account) => ({ ...account, isPrimary: chosen.has(account) })), problems, warnings }
}

function primaryOf(accounts: readonly BankAccountFields[], currency: string): BankAccountFields | undefined {
  const candidates = accounts.filter((account) => account.currency === currency)
  return (
    candidates.find((account) => account.isPrimary) ?? candidates.find((account) => account.isActive) ?? candidates[0]
  )
}

/** Saves a checked list in the place of the one before. An account that stays, by its IBAN, keeps its id. */
export async function replaceBankAccounts(ctx: Ctx, accounts: readonly BankAccountFields[]): Promise<void> {
  const before = new Map((await listAccounts(ctx.db, ctx.companyId)).map((row) => [row.iban, row.id]))
  replaceAccounts(
    ctx,
    accounts.map((account) => ({
      id: before.get(account.iban) ?? ctx.newId('bnk'),
      bank_name: account.bankName,
      iban: account.iban,
      currency: account.currency,
      is_primary: account.isPrimary ? 1 : 0,
      is_active: account.isActive ? 1 : 0,
    })),
  )
}
