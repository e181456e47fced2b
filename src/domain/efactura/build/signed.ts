import { type Bani, bani } from '../../money.ts'

/** An amount of our invoice as the document says it: a credit note turns the signs of a storno around. */
export type Signed = (amount: Bani) => Bani

export const AS_IT_IS: Signed = (amount) => amount

export const TURNED_AROUND: Signed = (amount) => bani(0 - amount)
