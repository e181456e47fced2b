import type { Generated, Selectable } from 'kysely'

/** Rows of the simulator of ANAF. `world` is `test` or `prod`, and neither knows of the other; `…_ms` is Unix time. */
export interface SimulatorTables {
  simulator_upload: UploadTable
  simulator_message: MessageTable
  simulator_fault: FaultTable
  simulator_spent_content: { world: string; hash: string; spent_at_ms: number }
  simulator_grant: GrantRow
  simulator_count: { name: string; since: string; n: number }
  simulator_key: { id: number; private_key: string; certificate: string }
}

interface UploadTable {
  seq: Generated<number>
  world: string
  /** The sandbox company that sent it; empty for callers from outside. */
  tenant: string
  /** `UBL`, `CN` or `RASP`. */
  standard: string
  /** The `cif` of the call. */
  uploaded_by: string
  seller_cif: string | null
  buyer_cif: string | null
  number: string | null
  /** 1 when it came through `uploadb2c`. */
  is_consumer: number
  /** As sent, byte for byte. */
  xml: string
  /** A JSON list of sentences; null when the document was accepted. */
  errors: string | null
  uploaded_at_ms: number
  /** Until then it is `in prelucrare`, and its messages are not seen. */
  processed_at_ms: number
}

interface MessageTable {
  seq: Generated<number>
  world: string
  /** Whose mailbox it is in: of a sandbox company, or empty for those from outside. */
  tenant: string
  cif: string
  upload_seq: number
  type: string
  details: string
  created_at_ms: number
}

interface FaultTable {
  seq: Generated<number>
  /** An endpoint's name, or `*`. */
  endpoint: string
  kind: string
  cif: string | null
  /** The sandbox company that ordered it, to whose calls alone it happens; null is anybody. */
  tenant: string | null
  /** How many calls it will still spoil. */
  remaining: number
  /** How many calls it lets pass before. */
  skipping: number
  delay_ms: number
  /** A JSON list of rule ids, for `reject`. */
  rules: string
  created_at_ms: number
}

interface GrantRow {
  /** SHA-256 of the code or refresh token, lowercase hex. */
  hash: string
  kind: 'code' | 'refresh'
  client_id: string
  redirect_uri: string
  /** A JSON list. */
  cifs: string
  expires_at_ms: number
}

export type SimulatorUploadRow = Selectable<UploadTable>
export type SimulatorMessageRow = Selectable<MessageTable>
export type SimulatorFaultRow = Selectable<FaultTable>
export type SimulatorGrantRow = GrantRow
