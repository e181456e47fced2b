/** Calls that ANAF takes; beyond them it refuses, and may block whoever insists (efactura 1.7). */
export interface AnafLimits {
  /** Everything under api.anaf.ro. */
  readonly callsPerMinute: number
  /** Per day and message. */
  readonly statusPerDay: number
  /** Per day and CUI. */
  readonly listPerDay: number
  readonly listPagePerDay: number
  /** Per day and message. */
  readonly downloadPerDay: number
  /** Buyers' messages, per day and CUI. No cap on uploads of invoices is known. */
  readonly buyerMessagesPerDay: number
}

/** How much of `callsPerMinute` one kind of call, or one company, may use. Ours, not ANAF's. */
export const SHARES = {
  /** Of everything, one company. */
  company: 1 / 2,
  /** Lists and downloads of all companies: the rest is kept for uploads and their status. */
  reads: 1 / 2,
  /** Lists and downloads of one company. */
  companyReads: 1 / 4,
} as const

/**
 * As MF published them in `limiteApeluriAPI.txt`, read in November 2026. Two are lower in the text of the older swagger:
 * 20 for the status, 1 000 for the list. Installations change them by settings.
 */
export const ANAF_LIMITS: AnafLimits = {
  callsPerMinute: 1_000,
  statusPerDay: 100,
  listPerDay: 1_500,
  listPagePerDay: 100_000,
  downloadPerDay: 10,
  buyerMessagesPerDay: 1_000,
}

/** When ANAF is left alone, and for how long. Ours, not ANAF's. */
export interface BreakerRules {
  /** Failures in a row, of all processes together. */
  readonly failures: number
  /** The first pause; each further one is twice as long. */
  readonly pauseSeconds: number
  readonly longestPauseSeconds: number
  /** How long one process may try alone; longer than any call takes. */
  readonly probeSeconds: number
  /** How much longer whoever failed to end the silence waits, so that somebody else tries next. */
  readonly deferSeconds: number
}

export const BREAKER_RULES: BreakerRules = {
  failures: 5,
  pauseSeconds: 30,
  longestPauseSeconds: 900,
  probeSeconds: 180,
  deferSeconds: 60,
}
