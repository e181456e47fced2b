import type { PaymentMethod } from '../../domain/payment-method.ts'
import { type Moment, unixOf } from './calendar.ts'

type Body = Readonly<Record<string, unknown>>

/** One thing that happened in the company, in the words of the API. `id` is the id of what it makes or changes. */
export type Step = {
  readonly at: Moment
  readonly id: string
  /** Where it happened, when not at the company's seat. */
  readonly workPointId?: string
} & (
  | { readonly what: 'create client'; readonly body: Body }
  | { readonly what: 'deactivate client' }
  | { readonly what: 'create invoice'; readonly body: Body }
  | { readonly what: 'issue draft' }
  | { readonly what: 'void invoice'; readonly reason: string }
  | {
      readonly what: 'pay invoice'
      readonly invoiceId: string
      /** Of the invoice's total; null for all that is left. */
      readonly percent: number | null
      readonly method: PaymentMethod
      readonly reference: string | null
    }
  | {
      readonly what: 'storno invoice'
      readonly invoiceId: string
      /** Lines by position with how much of them goes back, in percent; null for everything. */
      readonly parts: readonly { readonly line: number; readonly percent: number }[] | null
    }
)

/** What has happened until now, in the order in which it did. */
export function untilNow(steps: readonly Step[], nowSeconds: number): Step[] {
  return steps
    .map((step, at) => ({ step, at, time: unixOf(step.at) }))
    .filter(({ time }) => time <= nowSeconds)
    .sort((one, other) => one.time - other.time || one.at - other.at)
    .map(({ step }) => step)
}
