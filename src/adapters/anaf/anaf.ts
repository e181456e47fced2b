/**
 * ANAF's e-Factura API in our words (contract/efactura section 1). Every call answers with a value: what ANAF said, an
 * `AnafRefusal` when it said no, or an `AnafFailure` when nothing in its language came back. Nothing is thrown.
 */
export type AnafEnvironment = 'test' | 'live'

/** How a call leaves the program: `fetch`, or the handler of the built-in simulator. */
export type Transport = (request: Request) => Promise<Response>

/** Base addresses, without a path; ANAF moves them, so each is a setting (efactura 1.1). */
export interface AnafHosts {
  /** Calls with a token. */
  readonly api: string
  /** OAuth. */
  readonly login: string
  /** Calls without login: validate, transform, check a signature. They exist in production only. */
  readonly services: string
}

/** The call did not give an answer in ANAF's language. */
export interface AnafFailure {
  readonly kind: 'failure'
  /**
   * `unauthorised`: the token is missing or over. `forbidden`: the token does not open this. `unavailable`: nobody
   * answered, in time or at all. `unreadable`: something answered that is not ANAF's API, such as a firewall.
   */
  readonly reason: 'unauthorised' | 'forbidden' | 'rate_limited' | 'unavailable' | 'unreadable'
  /** Whether ANAF may have taken it all the same: then an upload is unknown and never repeated blindly. */
  readonly mayHaveArrived: boolean
  readonly retryAfterSeconds: number | null
  /** The HTTP status, or null when there was none. */
  readonly status: number | null
  /** For the log, in English: short, without token and without markup. */
  readonly detail: string
}

/**
 * Why ANAF said no, by the meaning of its text: `content` is the file or a parameter, `rights` are those of the token's
 * owner in SPV, `limit` is a daily one, `technical` is trouble of ANAF's own.
 */
export type RefusalCause = 'content' | 'rights' | 'limit' | 'not_found' | 'technical' | 'other'

/** ANAF answered and said no. */
export interface AnafRefusal {
  readonly kind: 'refusal'
  readonly cause: RefusalCause
  /** ANAF's own sentences, in Romanian. */
  readonly errors: readonly string[]
}

/** `received` is not `accepted`: the rules run later (efactura 1.3). */
export type UploadAnswer = { readonly kind: 'received'; readonly uploadId: string } | AnafRefusal | AnafFailure

/** `not_taken`: refused while uploading, although it has an index ("XML cu erori nepreluat de sistem"). */
export type StatusAnswer =
  | { readonly kind: 'processing' }
  | { readonly kind: 'accepted'; readonly downloadId: string }
  | { readonly kind: 'rejected'; readonly downloadId: string | null }
  | { readonly kind: 'not_taken'; readonly errors: readonly string[] }
  | AnafRefusal
  | AnafFailure

export type AnafMessageKind = 'sent' | 'received' | 'errors' | 'buyer_message_received' | 'buyer_message_sent' | 'other'

export interface AnafMessage {
  /** What `download` takes. */
  readonly id: string
  /** The index that the upload was given (`id_solicitare`); '' when ANAF names none. */
  readonly uploadId: string
  readonly kind: AnafMessageKind
  /** ANAF's own word for it (`tip`). */
  readonly kindText: string
  /** As sent, `yyyyMMddHHmm` in Bucharest time. */
  readonly createdAt: string
  /** The same in Unix seconds; null when it cannot be read. */
  readonly createdAtUnix: number | null
  /** Whose list it is in. */
  readonly cif: string
  readonly sellerCif: string | null
  readonly buyerCif: string | null
  readonly details: string
}

/**
 * "No messages" is an empty list. `too_many`: over 500, to be read page by page. A page past the last is empty too, and
 * `pages` says how many there are.
 */
export type ListAnswer =
  | {
      readonly kind: 'messages'
      readonly messages: readonly AnafMessage[]
      /** From 1. */
      readonly page: number
      readonly pages: number
      readonly total: number
    }
  | { readonly kind: 'too_many' }
  | AnafRefusal
  | AnafFailure

export type DocumentKind = 'invoice' | 'errors' | 'message' | 'other'

/** Document and signature are the bytes of the ZIP; together they are the legal original (efactura 1.5). */
export interface AnafArchive {
  readonly kind: 'archive'
  /** As downloaded, byte for byte. */
  readonly zip: Uint8Array
  readonly document: Uint8Array
  /** Letters, digits, `.`, `_`, `-` only, and no path: safe in a header and on a disk. */
  readonly documentName: string
  readonly documentKind: DocumentKind
  /** Detached, or a signed copy of the document; null when the ZIP has none. */
  readonly signature: Uint8Array | null
  /** What is wrong with the invoice, when the document is the errors file; otherwise empty. */
  readonly errors: readonly string[]
}

export type DownloadAnswer = AnafArchive | AnafRefusal | AnafFailure

export type ValidateAnswer =
  | { readonly kind: 'valid' }
  | { readonly kind: 'invalid'; readonly messages: readonly string[] }
  | AnafRefusal
  | AnafFailure

export type TransformAnswer =
  | { readonly kind: 'pdf'; readonly pdf: Uint8Array }
  | { readonly kind: 'invalid'; readonly messages: readonly string[] }
  | AnafRefusal
  | AnafFailure

/** `message` is ANAF's own sentence, which names the certificate or says what does not fit. */
export type SignatureAnswer =
  | { readonly kind: 'valid' | 'invalid'; readonly message: string }
  | AnafRefusal
  | AnafFailure

/** `UBL` is an Invoice, `CN` a CreditNote, `RASP` a buyer's message to the issuer. */
export type UploadStandard = 'UBL' | 'CN' | 'CII' | 'RASP'

export interface Upload {
  readonly xml: Uint8Array
  readonly standard: UploadStandard
  /** Digits only, without `RO`. */
  readonly cif: string
  /** The buyer is a private person: `uploadb2c`. */
  readonly isConsumer: boolean
  /** The buyer is outside Romania: `extern=DA`. */
  readonly isExtern: boolean
  /** The buyer issues in the supplier's name: `autofactura=DA`. */
  readonly isSelfBilled: boolean
  /** An enforcement body uploads for the debtor: `executare=DA`. */
  readonly isEnforcement: boolean
  /** Asked when nothing but the network is ahead: false, and it does not leave any more. Absent: it may. */
  readonly mayLeave?: () => boolean
}

/** E = errors, T = sent, P = received, R = buyer messages; null for all. */
export type ListFilter = 'E' | 'T' | 'P' | 'R' | null

export interface ListQuery {
  readonly cif: string
  /** 1 to 60. */
  readonly days: number
  readonly filter: ListFilter
}

export interface PageQuery {
  readonly cif: string
  /** Unix milliseconds, at most 60 days back. */
  readonly fromMs: number
  /** Unix milliseconds, after `fromMs` and not in the future. */
  readonly toMs: number
  /** From 1. */
  readonly page: number
  readonly filter: ListFilter
}

export interface AnafClient {
  upload(token: string, upload: Upload): Promise<UploadAnswer>
  status(token: string, uploadId: string): Promise<StatusAnswer>
  list(token: string, query: ListQuery): Promise<ListAnswer>
  listPage(token: string, query: PageQuery): Promise<ListAnswer>
  /** `id` comes from a message or from `accepted` and `rejected`. */
  download(token: string, id: string): Promise<DownloadAnswer>
  validate(xml: Uint8Array, standard: 'UBL' | 'CN'): Promise<ValidateAnswer>
  /** ANAF's own PDF of a document. */
  transform(
    xml: Uint8Array,
    standard: 'UBL' | 'CN',
    options: { readonly skipValidation: boolean },
  ): Promise<TransformAnswer>
  /** Both files as they were in the ZIP. */
  checkSignature(document: Uint8Array, signature: Uint8Array): Promise<SignatureAnswer>
}
