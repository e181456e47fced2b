import type { Engine } from '../src/store/conn.ts'
import { type Measured, median } from './measure.ts'

/** One line of the table of targets. */
export interface Result {
  /** `none`: the work asks no database. */
  readonly engine: Engine | 'none'
  readonly work: string
  readonly figure: number
  readonly unit: '×' | 's' | 'ms' | 'MB'
  /** At least, or for times and megabytes at most. */
  readonly target: number
}

export interface Detail {
  readonly engine: Engine
  readonly work: string
  readonly measured: Measured
}

/** A figure that is not a number is a failure, and meets nothing. */
export function isMet({ figure, unit, target }: Result): boolean {
  return unit === '×' ? figure >= target : figure <= target
}

export function resultTable(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const { engine, work, figure, unit, target } = result
    const digits = unit === 'MB' ? 0 : 2
    const bound = `${unit === '×' ? '≥' : '≤'} ${target}${unit === '×' ? '' : ` ${unit}`}`
    return [
      engine,
      work,
      `${figure.toFixed(digits)} ${unit}`,
      bound,
      isMet(result) ? 'ok' : Number.isNaN(figure) ? 'FAILED' : 'MISSED',
    ]
  })
  return table(['engine', 'work', 'measured', 'target', ''], rows)
}

/** Medians over the rounds, and the slowest and fastest of them. */
export function detailTable(details: readonly Detail[]): string {
  const rows = details.map(({ engine, work, measured: { name, outcomes, cpuMicros, hasFailed } }) => {
    const rates = outcomes.map(({ rate }) => rate)
    const of = (pick: 'rate' | 'p50Ms' | 'p99Ms') => median(outcomes.map((outcome) => outcome[pick]))
    const spread = `${Math.round(Math.min(...rates))}–${Math.round(Math.max(...rates))}`
    const cpu = median(cpuMicros).toFixed(0)
    return [
      engine,
      work,
      hasFailed ? `${name}, FAILED` : name,
      String(Math.round(of('rate'))),
      spread,
      of('p50Ms').toFixed(1),
      of('p99Ms').toFixed(1),
      cpu,
    ]
  })
  return table(['engine', 'work', 'server', 'req/s', 'spread', 'p50 ms', 'p99 ms', 'cpu µs'], rows)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
