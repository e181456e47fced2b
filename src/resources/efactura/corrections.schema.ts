import Type from 'typebox'
import { countryCode } from '../../domain/countries.ts'
import {
  checked,
  closedObject,
  email,
  id,
  list,
  name,
  object,
  optional,
  type Reader,
  required,
  text,
  type ValueOf,
} from '../../http/fields.ts'
import type { AskedCorrections } from './retry-submission.ts'

const client = closedObject({
  name: optional(name({ max: 255 })),
  cui: optional(text({ max: 50 }), 'cif', 'vat_id'),
  rc: optional(text({ max: 50 }), 'reg_com'),
  address: optional(text({ max: 500 })),
  city: optional(text({ max: 100, description: 'București must name its sector.' })),
  county: optional(text({ max: 100 })),
  country: optional(checked(Type.String({ description: 'ISO 3166-1 alpha-2.' }), 'not_country', countryCode)),
  postal_code: optional(text({ max: 20 })),
  email: optional(email),
  phone: optional(text({ max: 50 })),
  contact_person: optional(text({ max: 150 })),
})

/** What an invoice is worth cannot be corrected, and whoever tries must hear of it. */
const AMOUNTS = ['quantity', 'price', 'unit_price', 'vat_rate', 'vat', 'vat_key', 'discount_percent', 'discount_amount']
const lineTexts = closedObject({
  id: required(id('lin')),
  description: optional(name({ max: 1_000 }), 'name'),
  description_extended: optional(text({ max: 5_000 })),
  unit: optional(name({ max: 50 }), 'unit_of_measure', 'um'),
  ubl_um: optional(text({ max: 10 })),
  ubl_nc: optional(text({ max: 20 })),
  ubl_cpv: optional(text({ max: 20 })),
  vat_exemption_code: optional(text({ max: 50 })),
  vat_exemption_reason: optional(text({ max: 1_000 })),
})
const line: Reader<ValueOf<typeof lineTexts>> = {
  schema: lineTexts.schema,
  read(value, path, problems) {
    const sent = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
    const isAmount = (name: string) => AMOUNTS.includes(name)
    for (const name of Object.keys(sent).filter(isAmount)) {
      if (sent[name] !== undefined && sent[name] !== null)
        problems.push({ path: `${path}.${name}`, code: 'not_changeable' })
    }
    const texts = Object.fromEntries(Object.entries(sent).filter(([name]) => !isAmount(name)))
    return lineTexts.read(value === sent ? texts : value, path, problems)
  },
}

const corrections = closedObject({
  client: optional(client, 'client_data'),
  items: optional(list(line, { max: 1_000 }), 'lines'),
  observations: optional(text({ max: 5_000 })),
  notes: optional(text({ max: 5_000 })),
})
const body = object({ corrections: optional(corrections) })
/** What stands beside `corrections` instead of in it would be ignored, and the invoice sent as it was. */
export const RetryBody: Reader<ValueOf<typeof body>> = {
  schema: body.schema,
  read(value, path, problems) {
    const sent = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
    for (const name of ['client', 'client_data', 'items', 'lines', 'observations', 'notes'])
      if (sent[name] !== undefined && sent[name] !== null) problems.push({ path: name, code: 'belongs_in_corrections' })
    return body.read(value, path, problems)
  },
}

/** From the wire's names to the use case's. */
export function correctionsAsked(body: ValueOf<typeof corrections>): AskedCorrections {
  const { client: sent } = body
  return {
    client: sent && {
      name: sent.name,
      cui: sent.cui,
      rc: sent.rc,
      address: sent.address,
      city: sent.city,
      county: sent.county,
      country: sent.country,
      postalCode: sent.postal_code,
      email: sent.email,
      phone: sent.phone,
      contactPerson: sent.contact_person,
    },
    lines: (body.items ?? []).map((item) => ({
      id: item.id,
      correction: sentOnly({
        description: item.description,
        descriptionExtended: item.description_extended,
        unit: item.unit,
        ublUm: item.ubl_um,
        ublNc: item.ubl_nc,
        ublCpv: item.ubl_cpv,
        exemptionCode: item.vat_exemption_code,
        exemptionReason: item.vat_exemption_reason,
      }),
    })),
    observations: body.observations,
    notes: body.notes,
  }
}

function sentOnly<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
