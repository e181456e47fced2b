/** What the simulator goes by. The numbers are ANAF's own (efactura 1.2, 1.3, 1.7) unless a caller sets others. */
export interface SimulatorSettings {
  /** How long an upload stays `in prelucrare`. ANAF takes seconds to hours. */
  readonly processingMs: number
  /** Of one token, at everything; 0 for no limit, here and below. */
  readonly callsPerMinute: number
  /** Of one upload. */
  readonly statusCallsPerDay: number
  /** Of one CIF. */
  readonly listCallsPerDay: number
  /** Of one CIF. */
  readonly pagedListCallsPerDay: number
  /** Of one message. */
  readonly downloadsPerDay: number
  /** Messages from buyer to issuer (RASP) of one CIF. */
  readonly buyerMessagesPerDay: number
  readonly uploadLimitBytes: number
  /** Of validate and transform. */
  readonly validateLimitBytes: number
  /** Messages in a page, and the most that the simple list answers. */
  readonly pageSize: number
  /** How long messages are listed and may be downloaded. */
  readonly retentionDays: number
  /** CIFs in the register of enforcement bodies, who may send with `executare=DA`. */
  readonly enforcementCifs: readonly string[]
}

const MEGABYTE = 1024 * 1024

export const DEFAULT_SETTINGS: SimulatorSettings = {
  processingMs: 1_000,
  callsPerMinute: 1_000,
  statusCallsPerDay: 100,
  listCallsPerDay: 1_500,
  pagedListCallsPerDay: 100_000,
  downloadsPerDay: 10,
  buyerMessagesPerDay: 1_000,
  uploadLimitBytes: 10 * MEGABYTE,
  validateLimitBytes: 5 * MEGABYTE,
  pageSize: 500,
  retentionDays: 60,
  enforcementCifs: [],
}
