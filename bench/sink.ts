import type { Engine, Value } from '../src/store/conn.ts'

/** Where the rows of a data set go, many at a time. */
export interface Sink {
  readonly engine: Engine
  /** Rows one after another in `values`, each as long as `columns`. */
  insert(table: string, columns: readonly string[], values: readonly Value[]): void
  run(sql: string, params: readonly Value[]): void
  /** Waits until the sink can take more. */
  drain(): Promise<void>
  finish(): Promise<void>
}
