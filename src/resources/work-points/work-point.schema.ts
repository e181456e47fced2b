import Type from 'typebox'
import { NullableText, Text, UnixSeconds } from '../../http/answers.ts'
import { name, object, optional, required, text } from '../../http/fields.ts'
import type { Json } from '../../http/json.ts'
import type { WorkPointRow } from '../../store/tables.ts'

const placeFields = {
  address: optional(text({ max: 500 })),
  city: optional(text({ max: 100, description: 'București must name its sector.' })),
  county: optional(text({ max: 100 })),
}

export const NewWorkPoint = object({ name: required(name({ max: 255 })), ...placeFields })
export const ChangedWorkPoint = object({ name: optional(name({ max: 255 })), ...placeFields })

export const WorkPointJson = Type.Object(
  {
    id: Type.String({ examples: ['wp_k3m9q0w2zt'] }),
    object: Type.Literal('work_point'),
    name: Text,
    address: NullableText,
    city: NullableText,
    county: NullableText,
    is_default: Type.Boolean({ description: 'Where keys belong unless they were made for another.' }),
    created_at: UnixSeconds,
  },
  { title: 'WorkPoint' },
)

export function presentWorkPoint(row: WorkPointRow): { readonly [key: string]: Json } {
  return {
    id: row.id,
    object: 'work_point',
    name: row.name,
    address: row.address,
    city: row.city,
    county: row.county,
    is_default: row.is_default === 1,
    created_at: row.created_at,
  }
}
