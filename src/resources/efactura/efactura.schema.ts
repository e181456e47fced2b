import Type from 'typebox'
import { isUnderWay, type SubmissionState, sdkStatus, submissionStatus } from '../../domain/efactura/submission.ts'
import { HELD, waitReasonOf, waitSentence } from '../../domain/efactura/waiting.ts'
import type { Language } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Problem } from '../../domain/problem.ts'
import { DayText, Nullable, NullableText, Text, Warnings } from '../../http/answers.ts'
import { presentWarnings } from '../../http/envelope.ts'
import { flag, object, oneOf, optional } from '../../http/fields.ts'
import type { Json } from '../../http/json.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'

/** The PHP SDK and ANAF say "production" (contract 9.4). */
const environment = oneOf(['test', 'live'], { production: 'live', prod: 'live', sandbox: 'test' })

export const SendQuery = object({ environment: optional(environment) })
export const SendBody = object({ environment: optional(environment), test_mode: optional(flag) })

/** The query wins over the body (contract 9.2). */
export function askedEnvironment(
  query: { readonly environment?: 'test' | 'live' | undefined },
  body: { readonly environment?: 'test' | 'live' | undefined; readonly test_mode?: boolean | undefined },
): 'test' | 'live' | undefined {
  return query.environment ?? body.environment ?? (body.test_mode ? 'test' : undefined)
}

const Instant = Type.String({ format: 'date-time' })

/** Both generations of contract 9.2, and the fields of the SDK (9.4). */
export const SubmissionJson = Type.Object(
  {
    object: Type.Literal('efactura_submission'),
    success: Type.Literal(true),
    submission_id: Type.Integer(),
    invoice_id: Text,
    invoice_cz_uid: Text,
    invoice_number: NullableText,
    status: Type.Union(
      ['submitted', 'processing', 'accepted', 'rejected', 'error', 'cancelled'].map((word) => Type.Literal(word)),
    ),
    sdk_status: Text,
    environment: Type.Union([Type.Literal('test'), Type.Literal('live')]),
    message: Text,
    error_code: Nullable(
      Type.String({
        description:
          '`oauth_not_configured` or `oauth_expired`: why it waits. `efactura_held`: it does not go by itself.',
      }),
    ),
    submission: Type.Object({
      id: Type.Integer(),
      upload_id: NullableText,
      submitted_at: Nullable(Instant),
    }),
    upload_id: NullableText,
    download_id: NullableText,
    message_id: NullableText,
    errors: Type.Array(Text),
    last_error: Nullable(Type.String({ description: 'What stands in the way, while it is tried again.' })),
    attempts: Type.Integer({ description: 'Uploads tried.' }),
    deadline: Nullable(DayText),
    has_archive: Type.Boolean({ description: 'The XML with the signature of the Ministry of Finance is here.' }),
    by: Text,
    created_at: Instant,
    submitted_at: Nullable(Instant),
    validated_at: Nullable(Instant),
    processed_at: Nullable(Instant),
  },
  { title: 'Submission' },
)

export function presentSubmission(
  row: SubmissionRow,
  invoice: Pick<Invoice, 'issued'> | { readonly issued: { readonly number: string } | null },
  language: Language,
): Readonly<Record<string, Json>> {
  const submittedAt = instant(row.submitted_at)
  const reason = isUnderWay(row.state) ? waitReasonOf(row.last_error) : null
  const isHeld = row.last_error === HELD
  const waiting = reason && waitSentence(reason, row.environment, language)
  return {
    object: 'efactura_submission',
    success: true,
    submission_id: row.seq,
    invoice_id: row.invoice_id,
    invoice_cz_uid: row.invoice_id,
    invoice_number: invoice.issued?.number ?? null,
    status: submissionStatus(row.state),
    sdk_status: sdkStatus(row.state),
    environment: row.environment,
    message: waiting ?? MESSAGES[row.state][language],
    error_code: reason ?? (isHeld ? HELD : null),
    submission: { id: row.seq, upload_id: row.upload_id, submitted_at: submittedAt },
    upload_id: row.upload_id,
    download_id: row.download_id,
    message_id: row.download_id,
    errors: JSON.parse(row.errors) as string[],
    last_error: waiting ?? (isHeld ? null : row.last_error),
    attempts: row.attempts,
    deadline: row.deadline,
    has_archive: row.archive_file_id !== null,
    by: row.actor_name,
    created_at: instant(row.created_at),
    submitted_at: submittedAt,
    validated_at: row.xml_file_id === null ? null : instant(row.created_at),
    processed_at: instant(row.decided_at),
  }
}

/** The answer to who sends: with what should be known, although it goes out. */
export const SubmittedJson = Type.Object(
  { ...SubmissionJson.properties, warnings: Warnings },
  { title: 'SentSubmission' },
)

export function presentSubmitted(
  {
    invoice,
    submission,
    warnings,
  }: { readonly invoice: Invoice; readonly submission: SubmissionRow; readonly warnings: readonly Problem[] },
  language: Language,
): Readonly<Record<string, Json>> {
  return { ...presentSubmission(submission, invoice, language), warnings: presentWarnings(warnings, language) }
}

/** What a person should know of each state. */
const MESSAGES: Readonly<Record<SubmissionState, { readonly en: string; readonly ro: string }>> = {
  queued: { en: 'Waits for its time to be sent.', ro: 'Așteaptă momentul trimiterii.' },
  checked: { en: 'Checked, and on its way to ANAF.', ro: 'Verificată, urmează să fie trimisă la ANAF.' },
  sending: { en: 'Is being sent to ANAF.', ro: 'Se trimite la ANAF.' },
  unknown: {
    en: 'ANAF did not confirm that it was received; its list of messages will tell.',
    ro: 'ANAF nu a confirmat primirea; se verifică în lista de mesaje.',
  },
  processing: { en: 'ANAF is processing it.', ro: 'ANAF o prelucrează.' },
  accepted: { en: 'Accepted by ANAF.', ro: 'Acceptată de ANAF.' },
  rejected: {
    en: 'Rejected by ANAF. Correct it and send it again.',
    ro: 'Respinsă de ANAF. Corectați-o și retrimiteți-o.',
  },
  failed: {
    en: 'Was not sent, for the reasons given. Correct it and send it again.',
    ro: 'Nu a fost trimisă, din motivele arătate. Corectați-o și retrimiteți-o.',
  },
  cancelled: { en: 'Taken back before it was sent.', ro: 'Anulată înainte de trimitere.' },
}

function instant(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString()
}
