import Type, { type TSchema, type TUnion } from 'typebox'

/** Field types of answers. Every field is required; what may be absent is `Nullable`. */
export const Nullable = <T extends TSchema>(schema: T): TUnion<[T, ReturnType<typeof Type.Null>]> =>
  Type.Union([schema, Type.Null()])
export const Text = Type.String()
export const NullableText = Nullable(Text)
export const Amount = Type.Number({ description: 'Two decimals.' })
export const UnixSeconds = Type.Integer({ description: 'Unix seconds.' })
export const DayText = Type.String({ format: 'date' })

export const Warnings = Type.Array(Type.Object({ code: Text, field: Text, message: Text }, { title: 'Warning' }), {
  description: 'What was stored although it looks wrong.',
})
export const Deleted = Type.Object({ id: Text, object: Text, deleted: Type.Literal(true) }, { title: 'Deleted' })
