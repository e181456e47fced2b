/** Repeatable chance: equal seeds give equal choices, on every machine and at every start. */
export interface Chance {
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number
  /** True with a probability of `percent` in a hundred. */
  percent(percent: number): boolean
  pick<T>(list: readonly T[]): T
  /** One of the values, each as likely as its weight says. */
  weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T
  /** A copy in another order. */
  shuffled<T>(list: readonly T[]): T[]
}

export function chanceOf(seed: string): Chance {
  const next = mulberry32(hashOf(seed))
  const whole = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  const pick = <T>(list: readonly T[]) => {
    if (list.length === 0) throw new RangeError('there is nothing to pick from')
    return list[whole(0, list.length - 1)] as T
  }
  return {
    whole,
    percent: (percent) => next() * 100 < percent,
    pick,
    weighted: (choices) => {
      let rest = next() * choices.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of choices) {
        rest -= weight
        if (rest < 0) return value
      }
      return pick(choices)[0]
    },
    shuffled: (list) => {
      const copy = [...list]
      for (let at = copy.length - 1; at > 0; at--) {
        const other = whole(0, at)
        ;[copy[at], copy[other]] = [copy[other] as (typeof copy)[number], copy[at] as (typeof copy)[number]]
      }
      return copy
    },
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Ids that are always the same for the same seed, in the order in which they are asked for. */
export function idsOf(seed: string): (prefix: string) => string {
  const chance = chanceOf(seed)
  return (prefix) => `${prefix}_${Array.from({ length: 10 }, () => LETTERS[chance.whole(0, 35)]).join('')}`
}

/** FNV-1a over the UTF-16 units, with a last mix so that similar seeds differ in all bits. */
function hashOf(seed: string): number {
  let hash = 2_166_136_261
  for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 16_777_619)
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Tommy Ettinger's mulberry32: 32 bits of state are plenty for invented invoices. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
