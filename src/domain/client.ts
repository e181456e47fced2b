import type { ClientFigures } from './client-figures.ts'
import type { Party } from './party.ts'

/** A client with what is kept about it. */
export interface Client {
  readonly id: string
  /** How often it was written. */
  readonly version: number
  readonly party: Party
  readonly notes: string | null
  readonly isActive: boolean
  readonly figures: ClientFigures
  readonly lastPayment: LastPayment | null
  readonly createdAt: number
  readonly updatedAt: number
}

export interface LastPayment {
  readonly paidOn: string
  readonly amountBani: number
  readonly currency: string
  readonly invoiceId: string
  readonly invoiceNumber: string
}
