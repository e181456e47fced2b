import Type, { type TSchema } from 'typebox'
import { type Day, parseDay } from '../domain/dates.ts'
import { AppError, refuseProblems } from '../domain/errors.ts'
import type { Problem } from '../domain/problem.ts'
import { hasControlCharacters, isEmail } from '../domain/text.ts'

/**
 * A field of the wire: its schema for the documentation and its parser in one (decision 0001). A reader accepts
 * every spelling that the contract's clients send and yields one value of the domain. It is never handed null or
 * an absent value: null means absent, everywhere (contract decision 19).
 */
export interface Reader<T> {
  readonly schema: TSchema
  /** The value, or undefined after adding what is wrong to `problems`. */
  read(value: unknown, path: string, problems: Problem[]): T | undefined
}

export interface Field<T, Required extends boolean = boolean> {
  readonly reader: Reader<T>
  readonly isRequired: Required
  readonly aliases: readonly string[]
}

type Values<F extends Record<string, Field<unknown>>> = {
  readonly [K in keyof F]: F[K] extends Field<infer T, true>
    ? T
    : F[K] extends Field<infer T, boolean>
      ? T | undefined
      : never
}
export type ValueOf<R> = R extends Reader<infer T> ? T : never

export function required<T>(reader: Reader<T>, ...aliases: string[]): Field<T, true> {
  return { reader, isRequired: true, aliases }
}

export function optional<T>(reader: Reader<T>, ...aliases: string[]): Field<T, false> {
  return { reader, isRequired: false, aliases }
}

/** Reads a whole body or query; refuses with all problems at once. */
export function readAll<T>(reader: Reader<T>, value: unknown): T {
  const problems: Problem[] = []
  const result = reader.read(value ?? {}, '', problems)
  refuseProblems(problems)
  return result as T
}

export function object<F extends Record<string, Field<unknown>>>(fields: F): Reader<Values<F>> {
  const entries = Object.entries(fields)
  const schema = Type.Object(
    Object.fromEntries(
      entries.map(([name, field]) => [name, field.isRequired ? documented(field) : Type.Optional(documented(field))]),
    ),
    { additionalProperties: true },
  )
  return {
    schema,
    read(value, path, problems) {
      if (typeof value !== 'object' || value === null || (Array.isArray(value) && value.length > 0)) {
        problems.push({ path: path || 'body', code: 'not_object' })
        return undefined
      }
      const result: Record<string, unknown> = {}
      for (const [name, field] of entries) {
        const sent = sentName(value as Record<string, unknown>, name, field.aliases)
        const at = path ? `${path}.${sent ?? name}` : (sent ?? name)
        if (sent === undefined) {
          if (field.isRequired) problems.push({ path: at, code: 'required' })
          continue
        }
        result[name] = field.reader.read((value as Record<string, unknown>)[sent], at, problems)
      }
      return result as Values<F>
    },
  }
}

/**
 * An object of which a name that is not known is refused: where a misspelt one, ignored as elsewhere (contract decision
 * 14), would do something else than was meant.
 */
export function closedObject<F extends Record<string, Field<unknown>>>(fields: F): Reader<Values<F>> {
  const open = object(fields)
  const known = new Set(Object.entries(fields).flatMap(([name, { aliases }]) => [name, ...aliases]))
  return {
    schema: { ...open.schema, additionalProperties: false } as TSchema,
    read(value, path, problems) {
      const sent = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
      for (const name of Object.keys(sent).filter((name) => !known.has(name) && isSent(sent as never, name)))
        problems.push({ path: path ? `${path}.${name}` : name, code: 'unknown_field' })
      return open.read(value, path, problems)
    },
  }
}

/** The schema of a field. Its other names are said in words: JSON Schema has no way to. */
function documented({ reader: { schema }, aliases }: Field<unknown>): TSchema {
  if (aliases.length === 0) return schema
  const also = `Also accepted as ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`
  const about = (schema as { description?: string }).description
  return { ...schema, description: about ? `${about} ${also}` : also } as TSchema
}

/** The name under which a field was sent: its own, or one of its aliases. */
function sentName(value: Record<string, unknown>, name: string, aliases: readonly string[]): string | undefined {
  if (isSent(value, name)) return name
  for (const alias of aliases) if (isSent(value, alias)) return alias
  return undefined
}

function isSent(value: Record<string, unknown>, name: string): boolean {
  return Object.hasOwn(value, name) && value[name] !== null && value[name] !== undefined
}

export function list<T>(reader: Reader<T>, bounds: { min?: number; max: number }): Reader<T[]> {
  const min = bounds.min ?? 0
  return {
    schema: Type.Array(reader.schema, { minItems: min, maxItems: bounds.max }),
    read(value, path, problems) {
      const items = listOf(value)
      if (!items) return fail(problems, path, 'not_list')
      if (items.length < min) return fail(problems, path, 'too_few_items', { min })
      if (items.length > bounds.max) return fail(problems, path, 'too_many_items', { max: bounds.max })
      const result: T[] = []
      for (const [index, item] of items.entries()) {
        const at = `${path}.${index}`
        if (item === null || item === undefined) problems.push({ path: at, code: 'required' })
        else {
          const read = reader.read(item, at, problems)
          if (read !== undefined) result.push(read)
        }
      }
      return result
    },
  }
}

/** A form may number its elements with gaps (`items[5][price]`), which arrives as an object. */
function listOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return null
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every((key) => /^\d{1,6}$/.test(key)) ? Object.values(value) : null
}

/** Text, trimmed. Empty text is null: in an update it clears the field. */
export function text(bounds: { max: number; description?: string }): Reader<string | null> {
  return {
    schema: Type.String({ maxLength: bounds.max, ...(bounds.description ? { description: bounds.description } : {}) }),
    read: (value, path, problems) => {
      const read = plainText(value, path, problems, bounds.max)
      return read === '' ? null : read
    },
  }
}

/** Text that must say something. */
export function name(bounds: { max: number }): Reader<string> {
  return {
    schema: Type.String({ minLength: 1, maxLength: bounds.max }),
    read: (value, path, problems) => {
      const read = plainText(value, path, problems, bounds.max)
      return read === '' ? fail(problems, path, 'required') : read
    },
  }
}

function plainText(value: unknown, path: string, problems: Problem[], max: number): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return fail(problems, path, 'not_text')
  const result = String(value).trim()
  if (result.length > max) return fail(problems, path, 'too_long', { max })
  if (hasControlCharacters(result, true) || !result.isWellFormed()) return fail(problems, path, 'control_characters')
  return result
}

export const email: Reader<string | null> = {
  schema: Type.String({ format: 'email', maxLength: 254 }),
  read(value, path, problems) {
    const read = plainText(value, path, problems, 254)
    if (read === undefined) return undefined
    if (read === '') return null
    return isEmail(read) ? read : fail(problems, path, 'not_email')
  },
}

const TRUE = new Set<unknown>([true, 1, '1', 'true', 'TRUE', 'True', 'on', 'yes'])
const FALSE = new Set<unknown>([false, 0, '0', 'false', 'FALSE', 'False', 'off', 'no', ''])

/** A boolean in every spelling: true, 1, "1", "true" and their opposites (contract 1.1). */
export const flag: Reader<boolean> = {
  schema: Type.Boolean({ description: 'Also 1/0, "1"/"0", "true"/"false".' }),
  read(value, path, problems) {
    if (TRUE.has(value)) return true
    if (FALSE.has(value)) return false
    return fail(problems, path, 'not_flag')
  },
}

export const day: Reader<Day> = {
  schema: Type.String({ format: 'date', examples: ['2026-03-15'] }),
  read(value, path, problems) {
    const read = typeof value === 'string' ? parseDay(value.trim()) : null
    return read ?? fail(problems, path, 'not_day')
  },
}

/** One of a closed list of words; `synonyms` are accepted and not emitted. */
export function oneOf<const T extends string>(
  words: readonly T[],
  synonyms: Readonly<Record<string, T>> = {},
): Reader<T> {
  return {
    schema: Type.Union(words.map((word) => Type.Literal(word))),
    read(value, path, problems) {
      const sent = typeof value === 'string' ? value.trim().toLowerCase() : value
      const found = words.find((word) => word.toLowerCase() === sent)
      if (found !== undefined) return found
      const synonym = typeof sent === 'string' && Object.hasOwn(synonyms, sent) ? synonyms[sent] : undefined
      return synonym ?? fail(problems, path, 'not_one_of', { allowed: words.join(', ') })
    },
  }
}

/** An id with or without its prefix. One that cannot be an id names nothing, and is answered like any unknown one. */
export function id(prefix: string): Reader<string> {
  return {
    schema: Type.String({ description: `With or without the prefix ${prefix}_.`, examples: [`${prefix}_k3m9q0w2zt`] }),
    read(value, path, problems) {
      if (typeof value !== 'string' && typeof value !== 'number') return fail(problems, path, 'not_id')
      return fullId(prefix, String(value))
    },
  }
}

export function fullId(prefix: string, sent: string): string {
  const trimmed = sent.trim()
  if (!/^[A-Za-z0-9_]{1,40}$/.test(trimmed)) return `${prefix}_`
  return trimmed.startsWith(`${prefix}_`) ? trimmed : `${prefix}_${trimmed}`
}

/** A value that is checked by a function of the domain and keeps its own error code. */
export function checked<T>(schema: TSchema, code: string, parse: (text: string) => T | null, max = 100): Reader<T> {
  return {
    schema,
    read(value, path, problems) {
      const read = plainText(value, path, problems, max)
      if (read === undefined) return undefined
      return parse(read) ?? fail(problems, path, code)
    },
  }
}

/** Like `checked`, but an empty text is null: the field is cleared. */
export function clearable<T>(reader: Reader<T>): Reader<T | null> {
  return {
    schema: reader.schema,
    read: (value, path, problems) =>
      typeof value === 'string' && value.trim() === '' ? null : reader.read(value, path, problems),
  }
}

export function fail(problems: Problem[], path: string, code: string, params?: Problem['params']): undefined {
  problems.push(params ? { path, code, params } : { path, code })
  return undefined
}

/** A path parameter as the full id of an object; what cannot be an id is not found. */
export function pathId(prefix: string, sent: string | undefined, resource: string): string {
  const read = fullId(prefix, sent ?? '')
  if (read === `${prefix}_`) throw new AppError('resource_not_found', { resource })
  return read
}
