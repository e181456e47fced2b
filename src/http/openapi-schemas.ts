/** JSON Schema as it lies in an OpenAPI document. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  title?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  [keyword: string]: unknown
}

export type Components = Record<string, Schema>

/**
 * Says the same in fewer words: words to choose from as one `enum`, "or null" as a type, and everything that has a
 * title once, among the components.
 */
export function tidySchema(schema: Schema, components: Components): Schema {
  const tidy = collapse(withTidyParts(schema, components))
  if (tidy.additionalProperties === true) delete tidy.additionalProperties
  return tidy.title === undefined || tidy.type !== 'object' ? tidy : share(tidy.title, tidy, components)
}

/** Puts a schema among the components under a name. One name means one thing. */
export function share(name: string, schema: Schema, components: Components): Schema {
  const { title: _title, ...content } = schema
  const known = components[name]
  if (known && JSON.stringify(known) !== JSON.stringify(content)) {
    throw new Error(`two different schemas are called ${name}`)
  }
  components[name] = content
  return { $ref: `#/components/schemas/${name}` }
}

function withTidyParts(schema: Schema, components: Components): Schema {
  const part = (one: Schema) => tidySchema(one, components)
  const copy: Schema = { ...schema }
  if (schema.anyOf) copy.anyOf = schema.anyOf.map(part)
  if (schema.items) copy.items = part(schema.items)
  if (schema.properties) {
    copy.properties = Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, part(one)]))
  }
  return copy
}

function collapse(schema: Schema): Schema {
  if (schema.enum?.length === 1 && schema.anyOf === undefined) {
    const { enum: [value] = [], ...rest } = schema
    return { ...rest, const: value }
  }
  const { anyOf, ...rest } = schema
  if (!anyOf) return schema
  const words = anyOf.map((one) => one.const)
  if (words.every((word) => typeof word === 'string')) return { type: 'string', enum: words, ...rest }
  const [first, second] = anyOf
  if (anyOf.length !== 2 || second?.type !== 'null' || typeof first?.type !== 'string') return schema
  const { type, ...content } = first
  if (content.enum) content.enum = [...content.enum, null]
  return { type: [type, 'null'], ...content, ...rest }
}
