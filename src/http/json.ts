import type { Decimal } from '../domain/decimal.ts'
import { formatDecimal } from '../domain/decimal.ts'
import { type Bani, formatLei } from '../domain/money.ts'

declare global {
  interface JSON {
    rawJSON(text: string): RawJson
  }
}

/** A number that is written to the answer digit by digit and never was a float. */
export type RawJson = { readonly rawJSON: string }

/** JSON that is rendered already, and passed through as it is. */
export class JsonText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Json = string | number | boolean | null | RawJson | readonly Json[] | { readonly [key: string]: Json }

/** An amount as a JSON number with two decimals, in lei or in the document's currency (contract 1.10). */
export function lei(amount: Bani | number): RawJson {
  return JSON.rawJSON(formatLei(amount as Bani))
}

/** A quantity, price, percentage or rate as a JSON number with all its digits. */
export function exact(value: Decimal): RawJson {
  return JSON.rawJSON(formatDecimal(value))
}

export function render(value: Json | JsonText): string {
  return value instanceof JsonText ? value.text : JSON.stringify(value)
}
