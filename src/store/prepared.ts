import type { Kysely } from 'kysely'
import { builderFor, type Conn, type Engine, type Value } from './conn.ts'
import type { Tables } from './tables.ts'

interface Build<P> {
  readonly db: Kysely<Tables>
  /** Placeholders, filled at each run by the parameter of the same name. */
  readonly p: P
  readonly engine: Engine
}

/** Callers choose the shape: whoever tries all combinations of filters must not fill the memory with them. */
const SHAPES_KEPT = 2_000

class Placeholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

const placeholders = new Proxy({}, { get: (_target, name) => new Placeholder(String(name)) })

type Compilable<R> = { compile(): { readonly sql: string; readonly parameters: readonly unknown[]; readonly __r?: R } }

/**
 * A query that is built and compiled once per engine and then only bound: building it anew costs several times
 * what SQLite needs to answer it (decision 0002).
 */
export function prepared<P extends object, R>(
  build: (parts: Build<P>) => Compilable<R>,
): (conn: Conn, params: P) => Promise<R[]> {
  const run = preparedByShape<P, R, string>((parts) => build(parts))
  return (conn, params) => run(conn, '', params)
}

/** The same for a query whose text depends on a shape: which filters it has, how it is sorted. */
export function preparedByShape<P extends object, R, S extends string>(
  build: (parts: Build<P>, shape: S) => Compilable<R>,
): (conn: Conn, shape: S, params: P) => Promise<R[]> {
  const compiled = new Map<string, { sql: string; slots: readonly unknown[] }>()
  return (conn, shape, params) => {
    const key = conn.engine + shape
    let found = compiled.get(key)
    if (!found) {
      const query = build({ db: builderFor(conn.engine), p: placeholders as P, engine: conn.engine }, shape).compile()
      found = { sql: query.sql, slots: query.parameters }
      if (compiled.size >= SHAPES_KEPT) compiled.clear()
      compiled.set(key, found)
    }
    const values = found.slots.map((slot) => (slot instanceof Placeholder ? params[slot.name as keyof P] : slot))
    return conn.query(found.sql, values as Value[]) as Promise<R[]>
  }
}
