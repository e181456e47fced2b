import { findingProblems } from '../../domain/efactura/finding-problems.ts'
import { isFatal, validateUbl } from '../../domain/efactura/rules/validate-ubl.ts'
import { sampleInvoice } from '../../domain/efactura/sample-invoice.ts'
import { writeUbl } from '../../domain/efactura/write-ubl.ts'
import { AppError, refuseProblems } from '../../domain/errors.ts'
import type { Party } from '../../domain/party.ts'
import { parseXml } from '../../domain/xml/parse-xml.ts'
import type { Conn } from '../../store/conn.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { CompanyRow } from '../../store/tables.ts'
import { queueInbox } from './queue-inbox.ts'
import { getSandbox } from './sandbox-faults.ts'

/** The mailboxes of the built-in simulator. */
export interface SandboxMail {
  receiveSample(
    db: Conn,
    companyId: string,
    buyer: Party & { readonly cui: string },
    nowMs: number,
  ): Promise<{ readonly uploadId: string; readonly number: string }>
  /** False when there is more to forget. */
  forgetOld(db: Conn, nowMs: number): Promise<boolean>
}

/**
 * Has an invented supplier send the sandbox an invoice, and the inbox read at once. Throws `efactura_invalid` where the
 * settings say of the company what nobody could send an invoice to.
 */
export async function receiveSample(ctx: Ctx, mail: SandboxMail): Promise<{ uploadId: string; number: string }> {
  const company = await getSandbox(ctx)
  if (company.cui === null) refuseProblems([{ path: 'cui', code: 'required' }])
  const buyer = { ...buyerOf(company), cui: company.cui ?? '' }
  const findings = validateUbl(parseXml(writeUbl(sampleInvoice(buyer, { number: 'PROBA-1', date: ctx.today }))))
  if (findings.some(isFatal)) throw new AppError('efactura_invalid', {}, findingProblems(findings))
  const sent = await mail.receiveSample(ctx.db, ctx.companyId, buyer, ctx.now * 1000)
  queueInbox(ctx.db, ctx.companyId, 'test', ctx.now)
  return sent
}

function buyerOf(company: CompanyRow): Party {
  return {
    name: company.name,
    type: 'company',
    email: company.email,
    phone: company.phone,
    cui: company.cui,
    cuiPrefix: company.cui_prefix,
    rc: company.rc,
    address: company.address,
    city: company.city,
    county: company.county,
    country: company.country,
    postalCode: company.postal_code,
    iban: null,
    bank: null,
    contactPerson: company.contact_person,
  }
}
