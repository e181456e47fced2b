import Type from 'typebox'
import { yearOf } from '../../domain/dates.ts'
import type { SeriesChanges } from '../../domain/series.ts'
import { Nullable, NullableText, Text, UnixSeconds } from '../../http/answers.ts'
import { flag, name, object, oneOf, optional, required, text, type ValueOf } from '../../http/fields.ts'
import type { Json } from '../../http/json.ts'
import { integer } from '../../http/number-fields.ts'
import type { SeriesStanding } from './series-standing.store.ts'

const HIGHEST_NUMBER = 999_999_999

/** `invoice` is what the SDK calls a fiscal document (contract decision 20). */
const documentType = oneOf(['fiscal', 'proforma'], { invoice: 'fiscal', factura: 'fiscal' })
const seriesName = name({ max: 30 })
const number = integer({ min: 1, max: HIGHEST_NUMBER })

const numberingFields = {
  format: optional(
    text({ max: 80, description: '`{NAME}`, `{year}` and `{number}` are replaced; `{number}` must occur once.' }),
  ),
  padding: optional(integer({ min: 1, max: 10 })),
  reset_yearly: optional(flag),
}

/** What an old client may send inside `settings` instead. */
const settings = optional(object({ ...numberingFields, start_number: optional(number) }))

const commonFields = {
  ...numberingFields,
  settings,
  description: optional(text({ max: 500 })),
  is_primary: optional(flag, 'is_default'),
  is_active: optional(flag),
}

export const NewSeries = object({
  name: required(seriesName, 'prefix'),
  document_type: required(documentType, 'type'),
  start_number: optional(number, 'next_number'),
  ...commonFields,
})

export const ChangedSeries = object({
  name: optional(seriesName, 'prefix'),
  document_type: optional(documentType, 'type'),
  start_number: optional(number),
  next_number: optional(number),
  ...commonFields,
})

export const SeriesQuery = object({ document_type: optional(documentType, 'type') })

/** From the wire's names to the domain's. What lies flat wins over what lies in `settings`. */
export function seriesChanges(body: Partial<ValueOf<typeof ChangedSeries>>): SeriesChanges {
  const nested = body.settings
  const isNested = (field: string) =>
    body[field as keyof typeof body] === undefined && nested?.[field as keyof typeof nested] !== undefined
  return {
    name: body.name,
    documentType: body.document_type,
    format: body.format !== undefined ? body.format : nested?.format,
    padding: body.padding ?? nested?.padding,
    startNumber: body.start_number ?? nested?.start_number,
    nextNumber: body.next_number,
    resetsYearly: body.reset_yearly ?? nested?.reset_yearly,
    description: body.description,
    isPrimary: body.is_primary,
    isActive: body.is_active,
    pathOf: (field) => (isNested(field) ? `settings.${field}` : field),
  }
}

export const SeriesJson = Type.Object(
  {
    id: Type.String({ examples: ['ser_k3m9q0w2zt'] }),
    object: Type.Literal('invoice_series'),
    name: Text,
    document_type: Type.Union([Type.Literal('fiscal'), Type.Literal('proforma')]),
    description: NullableText,
    start_number: Type.Integer(),
    next_number: Type.Integer({ description: 'In the period of today.' }),
    format: Type.String({ examples: ['{NAME}-{year}-{number}'] }),
    is_primary: Type.Boolean(),
    is_used: Type.Boolean({ description: 'Whether a document, drafts included, is in the series.' }),
    is_locked: Type.Boolean(),
    lock: Nullable(Type.Object({}, { description: 'Device locks are not offered.' })),
    year: Type.Integer(),
    created_at: UnixSeconds,
    prefix: Type.String({ description: 'Same as `name`.' }),
    is_default: Type.Boolean({ description: 'Same as `is_primary`.' }),
    is_active: Type.Boolean(),
    type: Type.Union([Type.Literal('invoice'), Type.Literal('proforma')]),
    padding: Type.Integer({ description: 'Digits that the number is padded to.' }),
    reset_yearly: Type.Boolean({ description: 'Whether numbers begin anew each year.' }),
    settings: Type.Object({
      format: Text,
      padding: Type.Integer(),
      start_number: Type.Integer(),
      reset_yearly: Type.Boolean(),
    }),
    updated_at: UnixSeconds,
  },
  { title: 'InvoiceSeries' },
)

/** The series of contract 18.6, with what the SDK and the settings read behind it. */
export function presentSeries(series: SeriesStanding, today: string): { readonly [key: string]: Json } {
  return {
    id: series.id,
    object: 'invoice_series',
    name: series.name,
    document_type: series.documentType,
    description: series.description,
    start_number: series.startNumber,
    next_number: series.nextNumber,
    format: series.format,
    is_primary: series.isPrimary,
    is_used: series.isUsed,
    is_locked: false,
    lock: null,
    year: yearOf(today),
    created_at: series.createdAt,
    prefix: series.name,
    is_default: series.isPrimary,
    is_active: series.isActive,
    type: series.documentType === 'fiscal' ? 'invoice' : 'proforma',
    padding: series.padding,
    reset_yearly: series.resetsYearly,
    settings: {
      format: series.format,
      padding: series.padding,
      start_number: series.startNumber,
      reset_yearly: series.resetsYearly,
    },
    updated_at: series.updatedAt,
  }
}
