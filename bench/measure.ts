import type { Outcome } from './load.ts'
import type { Requests } from './requests.ts'
import type { Server, startLoad } from './servers.ts'

/** One side of a comparison. */
export interface Side {
  readonly name: string
  readonly server: Server
  readonly secret: string
  readonly requests: Requests
}

export interface Effort {
  readonly rounds: number
  readonly seconds: number
  readonly warmSeconds: number
  readonly connections: number
}

/** What one side did, round by round. */
export interface Measured {
  readonly name: string
  readonly outcomes: readonly Outcome[]
  /** Processor time of its process for each answer, round by round. */
  readonly cpuMicros: readonly number[]
  /** Whether answers were refusals, or did not come in time. */
  readonly hasFailed: boolean
  /** The most memory that its server was seen to hold, in MB. */
  readonly memoryMb: number
}

/** All sides in turn, round after round, the order turned around each time, so that what else the machine does hits all alike. */
export async function compare(
  load: ReturnType<typeof startLoad>,
  sides: readonly Side[],
  effort: Effort,
): Promise<Measured[]> {
  const outcomes = sides.map(() => [] as Outcome[])
  const cpuMicros = sides.map(() => [] as number[])
  const memory = sides.map(() => 0)
  const failed = new Set<string>()
  const once = async (side: Side, seconds: number) => {
    const { server, secret, requests } = side
    const outcome = await load.run({ port: server.port, secret, ...requests, connections: effort.connections, seconds })
    if (outcome.failures > 0) {
      process.stderr.write(`${side.name}: ${outcome.failures} failures, such as\n${outcome.failure}\n`)
      failed.add(side.name)
    }
    return outcome
  }
  for (const side of sides) await once(side, effort.warmSeconds)
  for (let round = 0; round < effort.rounds; round++) {
    const order = [...sides.entries()]
    for (const [index, side] of round % 2 === 0 ? order : order.reverse()) {
      const before = side.server.cpuMs()
      const outcome = await once(side, effort.seconds)
      outcomes[index]?.push(outcome)
      cpuMicros[index]?.push(((side.server.cpuMs() - before) * 1000) / (outcome.rate * effort.seconds))
      memory[index] = Math.max(memory[index] ?? 0, side.server.memoryMb())
    }
  }
  return sides.map(({ name }, index) => ({
    name,
    outcomes: outcomes[index] ?? [],
    cpuMicros: cpuMicros[index] ?? [],
    hasFailed: failed.has(name),
    memoryMb: memory[index] ?? 0,
  }))
}

/** How much one side does of what the other does: the median over the rounds. Not a number where one of them failed. */
export function ratioOf(one: Measured, other: Measured): number {
  if (one.hasFailed || other.hasFailed) return Number.NaN
  return median(one.outcomes.map(({ rate }, round) => rate / (other.outcomes[round]?.rate ?? Number.NaN)))
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] as number
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}
