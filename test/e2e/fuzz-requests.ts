import {
  type Chance,
  CONTENT_TYPES,
  HOSTILE_HEADERS,
  HOSTILE_IDS,
  HOSTILE_KEYS,
  HOSTILE_QUERIES,
  HOSTILE_TEXTS,
  PROTOTYPE_KEYS,
  RAW_TOKENS,
} from './fuzz-values.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly const?: Json
  readonly enum?: readonly Json[]
  readonly format?: string
  readonly description?: string
  readonly examples?: readonly Json[]
  readonly minimum?: number
  readonly maximum?: number
}

interface Parameter {
  readonly $ref?: string
  readonly in: string
  readonly name: string
  readonly schema?: Schema
}

/** As much of an OpenAPI document as the generator reads. */
export interface Api {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> }
}

export interface Shot {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload?: Buffer
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
/** Stands in a JSON text for what is spliced in raw. */
const RAW = '\u0002raw:'
const DEEP = 20_000
const TEN_MEGABYTES = 10 * 1024 * 1024
const PREFIX_OF_PATH: Readonly<Record<string, string>> = {
  clients: 'cli',
  invoices: 'inv',
  payments: 'pay',
  'invoice-series': 'ser',
  series: 'ser',
  'work-points': 'wp',
}

/** Makes requests out of an API's own documentation, most of them wrong in some way, many only slightly. */
export class Generator {
  private readonly operations: { method: string; path: string; operation: Operation }[]
  private readonly known = new Map<string, string[]>()
  private readonly api: Api
  private readonly chance: Chance
  private readonly secret: string

  constructor(api: Api, chance: Chance, secret: string) {
    this.api = api
    this.chance = chance
    this.secret = secret
    const operations = Object.entries(api.paths).flatMap(([path, offered]) =>
      Object.entries(offered).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    )
    // What writes documents, more often.
    this.operations = operations.flatMap((one) => {
      const times =
        one.method === 'GET' ? 1 : one.path === '/v1/invoices' ? 9 : one.path.startsWith('/v1/invoices/') ? 3 : 1
      return Array.from({ length: times }, () => one)
    })
  }

  /** Remembers the ids of an answer, so that later requests are about something that exists. */
  learn(text: string): void {
    for (const [, id = '', prefix = ''] of text
      .slice(0, 50_000)
      .matchAll(/"((cli|inv|lin|pay|ser|wp)_[a-z0-9]{10})"/g)) {
      const ids = this.known.get(prefix) ?? []
      if (ids.includes(id)) continue
      if (ids.length < 40) ids.push(id)
      else ids[this.chance.below(40)] = id
      this.known.set(prefix, ids)
    }
  }

  next(): Shot {
    const { chance } = this
    const { method, path, operation } = chance.of(this.operations)
    const isStray = chance.is(0.05)
    const sent = isStray ? chance.of(METHODS) : method
    const url = `${this.path(path)}${this.query(operation)}`
    const headers: Record<string, string> = {
      authorization: chance.is(0.02) ? chance.of(HOSTILE_KEYS) : `Bearer ${this.secret}`,
      ...(chance.is(0.1) ? chance.of(HOSTILE_HEADERS) : {}),
      ...(chance.is(0.1) ? { 'idempotency-key': `key ${chance.below(50)}` } : {}),
    }
    if (sent === 'GET' || sent === 'HEAD' || sent === 'OPTIONS') return { method: sent, url, headers }
    const { type, payload } = this.body(operation)
    return { method: sent, url, headers: { ...headers, ...(type === null ? {} : { 'content-type': type }) }, payload }
  }

  private path(template: string): string {
    const { chance } = this
    if (chance.is(0.01))
      return chance.of([
        '/v1',
        '/v1/',
        '/',
        '//v1/clients',
        '/v1//clients',
        '/%761/clients',
        '/V1/clients',
        '/api/v1/ping',
        '/v1/../v1/ping',
        '/v1/clients/',
        '/v1/nothing',
        '/v1/__proto__',
        '/v1?x',
        '/v1/clients%3Fx=1',
        '/openapi.json',
        '/docs/..%2f..%2fpackage.json',
        '/healthz',
      ])
    const prefix = PREFIX_OF_PATH[template.split('/')[2] ?? ''] ?? 'inv'
    return template.replaceAll(/\{\w+\}/g, () => (chance.is(0.12) ? chance.of(HOSTILE_IDS) : this.id(prefix)))
  }

  private id(prefix: string): string {
    const ids = this.known.get(this.chance.is(0.03) ? this.chance.of([...this.known.keys(), prefix]) : prefix)
    return ids && ids.length > 0 ? this.chance.of(ids) : `${prefix}_unknown000`
  }

  private query(operation: Operation): string {
    const { chance } = this
    const parts: string[] = []
    for (const sent of operation.parameters ?? []) {
      const parameter = this.resolve(sent)
      if (parameter.in !== 'query' || !chance.is(0.15)) continue
      const value = chance.is(0.3)
        ? chance.of(HOSTILE_TEXTS).slice(0, 300)
        : String(this.value(parameter.schema ?? {}, parameter.name))
      parts.push(`${parameter.name}=${encodeURIComponent(value.toWellFormed())}`)
    }
    if (chance.is(0.15)) parts.push(chance.of(HOSTILE_QUERIES))
    return parts.length > 0 ? `?${parts.join('&')}` : ''
  }

  private body(operation: Operation): { type: string | null; payload: Buffer } {
    const { chance } = this
    const schema = operation.requestBody?.content['application/json']?.schema
    if (!schema && chance.is(0.8)) return { type: chance.of(['application/json', null]), payload: Buffer.alloc(0) }
    let body = this.value(schema ?? {}, '')
    for (let faults = chance.of([0, 0, 0, 0, 1, 1, 1, 2, 4]); faults > 0; faults--) body = this.spoil(body)
    const kind = chance.next()
    if (kind < 0.1) return { type: 'application/x-www-form-urlencoded', payload: Buffer.from(this.form(body)) }
    if (kind < 0.18) return this.multipart(body)
    const payload = this.json(body)
    if (kind < 0.22) return { type: chance.of(CONTENT_TYPES), payload }
    if (kind < 0.24) return { type: null, payload }
    return { type: 'application/json', payload: kind < 0.3 ? this.garble(payload) : payload }
  }

  /** A value that the schema allows, mostly; about things that exist, mostly. */
  private value(given: Schema, name: string): Json {
    const { chance } = this
    const schema = this.resolve(given)
    const union = schema.anyOf ?? schema.oneOf
    if (union) return this.value(chance.of(union), name)
    if (schema.const !== undefined) return schema.const
    if (schema.enum) return chance.of(schema.enum)
    const prefix = /prefix (\w+)_/.exec(schema.description ?? '')?.[1]
    if (prefix) return this.id(prefix)
    if (name === 'work_point_id') return this.id('wp')
    if (schema.properties || schema.type === 'object') return this.object(schema)
    if (schema.type === 'array')
      return Array.from({ length: 1 + chance.below(3) }, () => this.value(schema.items ?? {}, name))
    if (schema.type === 'boolean') return chance.of([true, false, 1, 0, '1', 'false'])
    if (schema.type === 'integer') return chance.of([schema.minimum ?? 1, schema.maximum ?? 9, 1, 5, 20])
    if (schema.type === 'number')
      return name.includes('vat_rate') ? chance.of([21, 11, 0, 9]) : chance.of([1, 2.5, 10, 99.99, '3.10', 0.01])
    return this.text(schema, name)
  }

  private object(schema: Schema): Json {
    const required = schema.required ?? []
    const isClient = schema.properties?.client_id && schema.properties.client_data
    const chosen = isClient && this.chance.is(0.95) ? this.chance.of(['client_id', 'client_data']) : null
    const result: { [key: string]: Json } = {}
    const properties = Object.entries(schema.properties ?? {})
    // A few of the optional fields: with all of them, some would always contradict each other.
    const share = Math.min(0.25, 2 / (properties.length + 1))
    for (const [name, property] of properties) {
      const isWanted =
        chosen && (name === 'client_id' || name === 'client_data')
          ? name === chosen
          : required.includes(name) || this.chance.is(share)
      if (isWanted) result[name] = this.value(property, name)
    }
    return result
  }

  private text(schema: Schema, name: string): Json {
    const { chance } = this
    if (schema.format === 'date')
      return chance.is(0.9) ? '2026-11-21' : chance.of(['2026-11-20', '2026-12-31', '2026-01-31'])
    if (schema.format === 'email') return `cineva${chance.below(5)}@exemplu.ro`
    if (name === 'currency') return chance.is(0.9) ? 'RON' : 'EUR'
    if (name === 'cui_prefix') return 'RO'
    if (name === 'country') return chance.of(['RO', 'RO', 'DE'])
    if (name === 'cui') return `RO${10_000_000 + chance.below(30)}`
    if (name === 'iban') return 'RO49AAAA1B31007593840000'
    if (name === 'city' || name === 'county') return 'Cluj'
    if (name === 'vat_key') return chance.of(['S', 'Z', 'E', 'AE', '1'])
    if (name === 'format') return '{NAME}/{year}/{number}'
    return schema.examples?.length ? chance.of(schema.examples) : `Text ${chance.below(1_000)}`
  }

  /** Changes one thing somewhere in the value. */
  private spoil(value: Json): Json {
    const { chance } = this
    const isInner = typeof value === 'object' && value !== null && Object.keys(value).length > 0
    if (!isInner || chance.is(0.1)) return this.hostile(value)
    if (Array.isArray(value)) {
      const copy = [...value]
      copy[chance.below(copy.length)] = this.spoil(chance.of(value))
      return copy
    }
    const copy: { [key: string]: Json } = Object.assign(Object.create(null), value)
    const name = chance.of(Object.keys(value))
    const kind = chance.next()
    if (kind < 0.1) delete copy[name]
    else if (kind < 0.2) copy[chance.of(PROTOTYPE_KEYS)] = this.hostile(value[name] ?? null)
    else if (kind < 0.25) copy.work_point_id = this.hostile(null)
    else copy[name] = this.spoil(value[name] ?? null)
    return copy
  }

  private hostile(value: Json): Json {
    const { chance } = this
    const keys = () =>
      Object.fromEntries(PROTOTYPE_KEYS.filter(() => chance.is(0.4)).map((key) => [key, chance.of([1, 'x', null])]))
    return chance.of<() => Json>([
      () => chance.of(HOSTILE_TEXTS),
      () => chance.of(HOSTILE_TEXTS),
      () => `${RAW}${chance.of(RAW_TOKENS)}`,
      () => `${RAW}${chance.of(RAW_TOKENS)}`,
      () => null,
      () => true,
      () => 0,
      () => -1,
      () => 1.5,
      () => [],
      () => ({}),
      () => [value],
      () => ({ value }),
      () => [[[]]],
      () => ({ 0: value, 7: value }),
      keys,
      () =>
        chance.is(0.1)
          ? `${RAW}${chance.is(0.5) ? '['.repeat(DEEP) + ']'.repeat(DEEP) : '{"a":'.repeat(DEEP) + 1 + '}'.repeat(DEEP)}`
          : 'deep',
      () => (chance.is(0.1) ? Array.from({ length: 6_000 }, () => value) : value),
    ])()
  }

  private json(body: Json): Buffer {
    const text = JSON.stringify(body)
    return Buffer.from(
      text.replaceAll(/"\\u0002raw:((?:[^"\\]|\\.)*)"/g, (_whole, raw: string) => JSON.parse(`"${raw}"`) as string),
    )
  }

  private garble(payload: Buffer): Buffer {
    const { chance } = this
    const copy = Buffer.from(payload)
    return chance.of([
      () => copy.subarray(0, chance.below(copy.length + 1)),
      () => Buffer.concat([copy, Buffer.from(chance.of(['x', ',', '}', '\u0000', '\n{}']))]),
      () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), copy]),
      () => Buffer.concat([copy.subarray(0, 3), Buffer.from([0xff, 0xc0, 0x80]), copy.subarray(3)]),
      () =>
        Buffer.from(
          chance.of(['', ' ', '[]', 'null', '0', '"x"', 'true', '[[]]', '{', '[{}]', '{"a":1,"a":2}', '\u0000']),
        ),
      () => (chance.is(0.1) ? Buffer.alloc(TEN_MEGABYTES, chance.of(['a', ' ', '[', '{"a":', '"'])) : copy),
      () => {
        copy[chance.below(copy.length)] = chance.below(256)
        return copy
      },
    ])()
  }

  /** With PHP brackets, as old clients send it, and now and then with brackets that nobody meant. */
  private form(body: Json): string {
    const { chance } = this
    const pairs: string[] = []
    const add = (name: string, value: Json): void => {
      if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value).slice(0, 50))
          add(name === '' ? key : `${name}[${Array.isArray(value) && chance.is(0.2) ? '' : key}]`, inner)
      } else pairs.push(`${name}=${encodeURIComponent(String(value).toWellFormed())}`)
    }
    add('', body)
    if (chance.is(0.3)) pairs.push(chance.of(HOSTILE_QUERIES))
    if (chance.is(0.01)) pairs.push('a[]=1&'.repeat(30_000))
    return pairs.join('&')
  }

  private multipart(body: Json): { type: string; payload: Buffer } {
    const { chance } = this
    const disposition = () => chance.of(['form-data', 'form-data', 'form-data', 'attachment', ''])
    const extra = () =>
      chance.of(['', '', '; filename="a.txt"', '; filename=""', '; name="__proto__"', "; filename*=utf-8''%ff"])
    const type = () =>
      chance.of([
        '',
        '',
        '\r\nContent-Type: application/octet-stream',
        '\r\nContent-Type: text/plain; charset=utf-16le',
        '\r\nContent-Type: x',
        '\r\nContent-Transfer-Encoding: base64',
        '\r\nContent-Type: text/plain; charset=__proto__',
      ])
    const parts = Object.entries(typeof body === 'object' && body !== null ? body : { value: body }).map(
      ([name, value]) => {
        const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
        return Buffer.concat([
          Buffer.from(`--xyz\r\nContent-Disposition: ${disposition()}; name="${name}"${extra()}${type()}\r\n\r\n`),
          chance.is(0.1) ? Buffer.from([0x00, 0xd8, 0xff, 0xfe]) : Buffer.from(text.slice(0, 5_000)),
          Buffer.from('\r\n'),
        ])
      },
    )
    const whole = Buffer.concat([
      ...parts,
      Buffer.from(chance.of(['--xyz--\r\n', '--xyz--\r\n', '--xyz', '', '--xyz--', 'epilogue'])),
    ])
    const payload = chance.is(0.3) ? whole.subarray(0, chance.below(whole.length + 1)) : whole
    return {
      type: chance.of([
        'multipart/form-data; boundary=xyz',
        'multipart/form-data; boundary=xyz',
        'multipart/form-data; boundary="xyz"',
        'multipart/form-data',
        'multipart/form-data; boundary=abc',
      ]),
      payload,
    }
  }

  private resolve<T extends { readonly $ref?: string }>(node: T): T {
    if (node.$ref === undefined) return node
    const found = node.$ref
      .split('/')
      .slice(1)
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], this.api)
    return this.resolve(found as T)
  }
}
