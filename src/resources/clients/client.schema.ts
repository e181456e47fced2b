import Type from 'typebox'
import { countryCode } from '../../domain/countries.ts'
import type { PartyChanges } from '../../domain/party.ts'
import { Amount, Nullable, NullableText, Text, UnixSeconds, Warnings } from '../../http/answers.ts'
import { checked, email, flag, name, object, oneOf, optional, required, text, type ValueOf } from '../../http/fields.ts'
import { pagingFields } from '../../http/paging.ts'

const clientType = oneOf(['company', 'person'], {
  b2b: 'company',
  business: 'company',
  b2c: 'person',
  individual: 'person',
  consumer: 'person',
})

/** The fields of contract 2.2 but the name, with the aliases of older clients (C6, 19.4). */
const partyFields = {
  type: optional(clientType, 'client_type'),
  email: optional(email),
  phone: optional(text({ max: 50 })),
  cui: optional(
    text({ max: 50, description: 'CUI, CNP or foreign code, with or without country prefix.' }),
    'cif',
    'vat_id',
  ),
  cui_prefix: optional(
    text({
      max: 4,
      description: 'Country of the VAT number, RO unless told; "" for a client without VAT registration.',
    }),
  ),
  rc: optional(text({ max: 50 }), 'reg_com'),
  address: optional(text({ max: 500 })),
  city: optional(text({ max: 100, description: 'București must name its sector.' })),
  county: optional(text({ max: 100 })),
  country: optional(
    checked(Type.String({ description: 'ISO 3166-1 alpha-2.', default: 'RO' }), 'not_country', countryCode),
  ),
  postal_code: optional(text({ max: 20 })),
  iban: optional(text({ max: 60 }), 'bank_account'),
  bank: optional(text({ max: 150 }), 'bank_name'),
  contact_person: optional(text({ max: 150 })),
}
const noteFields = { notes: optional(text({ max: 5_000 })), is_active: optional(flag) }

export const NewClient = object({ name: required(name({ max: 255 })), ...partyFields, ...noteFields })
export const ClientChanges = object({ name: optional(name({ max: 255 })), ...partyFields, ...noteFields })

/** From the wire's names to the domain's. */
export function partyChanges(body: ValueOf<typeof ClientChanges>): PartyChanges {
  return {
    name: body.name,
    type: body.type,
    email: body.email,
    phone: body.phone,
    cui: body.cui,
    cuiPrefix:
      body.cui_prefix === undefined || body.cui_prefix === null ? body.cui_prefix : body.cui_prefix.toUpperCase(),
    rc: body.rc,
    address: body.address,
    city: body.city,
    county: body.county,
    country: body.country,
    postalCode: body.postal_code,
    iban: body.iban,
    bank: body.bank,
    contactPerson: body.contact_person,
  }
}

export const ClientQuery = object({
  ...pagingFields,
  search: optional(
    text({ max: 100, description: 'In name, e-mail, code and city; case and diacritics do not matter.' }),
    'q',
  ),
  sort: optional(oneOf(['name', 'created_at'])),
  order: optional(oneOf(['asc', 'desc'])),
  cui: optional(text({ max: 50 })),
  city: optional(text({ max: 100 })),
  county: optional(text({ max: 100 })),
  is_active: optional(flag),
})

export const ClientJson = Type.Object(
  {
    id: Type.String({ examples: ['cli_k3m9q0w2zt'] }),
    object: Type.Literal('client'),
    name: Text,
    email: NullableText,
    phone: NullableText,
    cui: Nullable(Type.String({ description: 'Without prefix.' })),
    cui_prefix: NullableText,
    rc: NullableText,
    address: NullableText,
    city: NullableText,
    county: NullableText,
    country: NullableText,
    postal_code: NullableText,
    iban: NullableText,
    bank: NullableText,
    contact_person: NullableText,
    created_at: UnixSeconds,
    updated_at: UnixSeconds,
    metadata: Type.Object(
      { invoices_count: Type.Integer(), total_invoiced: Amount, unpaid_total: Amount },
      { description: 'In RON.' },
    ),
    stats: Type.Object(
      {
        total_invoiced: Amount,
        total_collected: Amount,
        avg_payment_days: Nullable(Type.Number()),
        last_payment: Nullable(
          Type.Object({ date: UnixSeconds, amount: Amount, currency: Text, bill_id: Text, bill_number: Text }),
        ),
        monthly_series: Type.Array(
          Type.Object({
            label: Type.String({ examples: ['Mar 2026'] }),
            year: Type.Integer(),
            month: Type.Integer(),
            invoiced: Amount,
            collected: Amount,
          }),
          { description: 'The last 12 months, oldest first.' },
        ),
      },
      {
        description:
          'In RON at each document’s rate. Drafts, proformas and voided documents do not count; stornos count negative.',
      },
    ),
    type: Type.Union([Type.Literal('company'), Type.Literal('person')]),
    client_type: Type.Union([Type.Literal('b2b'), Type.Literal('b2c')]),
    is_firm: Type.Boolean(),
    is_active: Type.Boolean(),
    bank_name: NullableText,
    notes: NullableText,
    modified_at: Text,
    warnings: Type.Optional(Warnings),
  },
  { title: 'Client' },
)
