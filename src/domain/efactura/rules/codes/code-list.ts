/** A list of codes written on one line; `A10..A24` stands for all between, by their last digits or their last letter. */
export function codes(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/).flatMap(expand))
}

function expand(entry: string): string[] {
  const [from = '', to] = entry.split('..')
  if (to === undefined) return [from]
  if (to.length !== from.length) throw new RangeError(`not a stretch of codes: ${entry}`)
  const digits = /\d+$/.exec(from)?.[0]
  if (digits !== undefined) return numbers(from.slice(0, -digits.length), digits, to.slice(-digits.length))
  const start = from.charCodeAt(from.length - 1)
  const length = to.charCodeAt(to.length - 1) - start + 1
  return Array.from({ length }, (_, step) => from.slice(0, -1) + String.fromCharCode(start + step))
}

function numbers(prefix: string, from: string, to: string): string[] {
  const length = Number(to) - Number(from) + 1
  return Array.from({ length }, (_, step) => prefix + String(Number(from) + step).padStart(from.length, '0'))
}
