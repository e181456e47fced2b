/** Numbers of one period of a series that somebody passed over on purpose, as spans that do not overlap. */
export class Skipped {
  #spans: readonly (readonly [first: number, last: number])[] = []

  /** The next number was moved: upwards it passes numbers over, downwards it takes that back. */
  move(from: number, to: number): void {
    const [first, last] = from < to ? [from, to - 1] : [to, from - 1]
    const rest = this.#spans.flatMap(([a, b]) => [
      ...(a < first ? [[a, Math.min(b, first - 1)] as const] : []),
      ...(b > last ? [[Math.max(a, last + 1), b] as const] : []),
    ])
    this.#spans = from < to ? [...rest, [first, last] as const] : rest
  }

  /** The first number from `from` to `to` that was not passed over; null when all were. */
  firstMissing(from: number, to: number): number | null {
    let number = from
    while (number <= to) {
      const span = this.#spans.find(([first, last]) => first <= number && number <= last)
      if (!span) return number
      number = span[1] + 1
    }
    return null
  }
}
