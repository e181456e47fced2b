import { AppError } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { printedNumber } from '../../domain/series.ts'
import { type Seller, snapshotV1 } from '../../domain/snapshot.ts'
import type { Ctx } from '../../store/ctx.ts'
import { chainHash } from '../../store/hash.ts'
import type { BankAccountRow, CompanyRow } from '../../store/tables.ts'
import { type EfacturaSaid, efacturaAtIssue } from '../efactura/at-issue.ts'
import { lockCounter, type Series, saveCounter } from '../series/series.store.ts'

/**
 * Gives a document its number, as late as possible, and its link in the chain of the series. Everything that can
 * be refused was refused before, except the chronology, which only the holder of the counter can judge, and what
 * e-Factura would refuse, which is judged with the number on it. Neither spends the number.
 */
export async function issue(
  ctx: Ctx,
  document: Omit<Invoice, 'issued'>,
  as: {
    readonly series: Series
    readonly company: CompanyRow
    readonly seller: Seller
    readonly ignoresChronology: boolean
  },
): Promise<{ invoice: Invoice; snapshot: string; efactura: EfacturaSaid }> {
  const counter = await lockCounter(ctx, as.series, document.date)
  if (!as.ignoresChronology && counter.lastDate !== null && document.date < counter.lastDate) {
    throw new AppError('invoice_date_before_last', { date: document.date, last_date: counter.lastDate }, [
      { path: 'date', code: 'before_last_document', params: { date: counter.lastDate } },
    ])
  }
  const numberIdx = counter.lastNumber + 1
  const number = printedNumber(as.series, numberIdx, document.date)
  const snapshot = snapshotV1(document, number, as.seller)
  const hash = chainHash(counter.lastHash, snapshot)
  const issued: Invoice = { ...document, issued: { period: counter.period, numberIdx, number, hash } }
  const { invoice, said: efactura } = await efacturaAtIssue(ctx, issued, as)
  saveCounter(ctx, { ...counter, lastNumber: numberIdx, lastDate: document.date, lastHash: hash })
  return { invoice, snapshot, efactura }
}

export function sellerOf(company: CompanyRow, accounts: readonly BankAccountRow[]): Seller {
  return {
    name: company.legal_name ?? company.name,
    cui: company.cui,
    cuiPrefix: company.cui_prefix,
    rc: company.rc,
    address: company.address,
    city: company.city,
    county: company.county,
    country: company.country,
    postalCode: company.postal_code,
    phone: company.phone,
    email: company.email,
    accounts: accounts
      .filter((account) => account.is_active === 1)
      .map((account) => ({ iban: account.iban, bank: account.bank_name, currency: account.currency })),
  }
}
