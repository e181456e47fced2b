import type { Problem } from './problem.ts'

interface ErrorSpec {
  readonly type: 'authentication_error' | 'validation_error' | 'rate_limit_error' | 'resource_error' | 'api_error'
  readonly status: number
  readonly en: string
  readonly ro: string
}

/** Every refusal this API can explain (contract 1.2, 1.5). Codes are permanent; `docs/errors.md` is printed from here. */
export const ERRORS = {
  missing_api_key: { type: 'authentication_error', status: 401, en: 'No API key was sent. Use the header "Authorization: Bearer sk_live_…".', ro: 'Lipsește cheia API. Trimiteți antetul „Authorization: Bearer sk_live_…”.' },
  invalid_api_key: { type: 'authentication_error', status: 401, en: 'This API key is not known, or it was revoked.', ro: 'Cheia API nu este cunoscută sau a fost revocată.' },
  expired_api_key: { type: 'authentication_error', status: 401, en: 'This API key has expired.', ro: 'Cheia API a expirat.' },
  ip_restricted: { type: 'authentication_error', status: 401, en: 'This API key may not be used from the address {ip}.', ro: 'Cheia API nu poate fi folosită de la adresa {ip}.' },
  insufficient_permissions: { type: 'authentication_error', status: 403, en: 'This API key lacks the permission "{scope}".', ro: 'Cheia API nu are permisiunea „{scope}”.' },
  invalid_request: { type: 'validation_error', status: 400, en: 'Validation failed', ro: 'Datele trimise nu sunt valide' },
  missing_required_field: { type: 'validation_error', status: 400, en: 'The field "{field}" is required.', ro: 'Câmpul „{field}” este obligatoriu.' },
  invalid_field_value: { type: 'validation_error', status: 400, en: 'The value of "{field}" is not allowed.', ro: 'Valoarea câmpului „{field}” nu este permisă.' },
  invalid_format: { type: 'validation_error', status: 400, en: 'The request body could not be read: {reason}', ro: 'Corpul cererii nu a putut fi citit: {reason}' },
  payload_too_large: { type: 'validation_error', status: 413, en: 'The request body is larger than {limit} bytes.', ro: 'Corpul cererii depășește {limit} de octeți.' },
  unsupported_media_type: { type: 'validation_error', status: 415, en: 'Send application/json, application/x-www-form-urlencoded or multipart/form-data.', ro: 'Trimiteți application/json, application/x-www-form-urlencoded sau multipart/form-data.' },
  rate_limit_exceeded: { type: 'rate_limit_error', status: 429, en: 'Too many requests. Try again in {retry_after} seconds.', ro: 'Prea multe cereri. Încercați din nou peste {retry_after} de secunde.' },
  resource_not_found: { type: 'resource_error', status: 404, en: 'There is no such {resource}.', ro: 'Resursa cerută ({resource}) nu există.' },
  route_not_found: { type: 'resource_error', status: 404, en: 'There is no such address: {method} {path}', ro: 'Adresa nu există: {method} {path}' },
  method_not_allowed: { type: 'resource_error', status: 405, en: 'The method {method} is not offered here; use {allowed}.', ro: 'Metoda {method} nu este disponibilă aici; folosiți {allowed}.' },
  work_point_not_found: { type: 'resource_error', status: 404, en: 'There is no such work point.', ro: 'Punctul de lucru nu există.' },
  resource_already_exists: { type: 'resource_error', status: 409, en: 'A {resource} with the same {field} exists already.', ro: 'Există deja o resursă ({resource}) cu același câmp {field}.' },
  idempotency_conflict: { type: 'resource_error', status: 409, en: 'This Idempotency-Key was used before with another request.', ro: 'Acest Idempotency-Key a fost folosit cu o altă cerere.' },
  resource_locked: { type: 'resource_error', status: 423, en: 'This {resource} is being changed by somebody else.', ro: 'Resursa ({resource}) este în curs de modificare.' },
  client_has_invoices: { type: 'resource_error', status: 409, en: 'A client with invoices cannot be deleted.', ro: 'Un client cu facturi nu poate fi șters.' },
  series_is_used: { type: 'resource_error', status: 409, en: 'A series that has issued documents cannot be deleted; deactivate it instead.', ro: 'O serie cu documente emise nu poate fi ștearsă; dezactivați-o.' },
  series_not_found: { type: 'resource_error', status: 404, en: 'No series for documents of type "{document_type}" exists; create one first.', ro: 'Nu există nicio serie pentru documente de tip „{document_type}”; creați una.' },
  invoice_not_editable: { type: 'validation_error', status: 400, en: 'An issued invoice keeps what it says: only info, observations, notes and the due date may change.', ro: 'O factură emisă nu se mai modifică: se pot schimba doar info, observations, notes și scadența.' },
  invoice_cannot_be_deleted: { type: 'validation_error', status: 400, en: 'Only drafts and voided invoices that are the last of their series can be deleted.', ro: 'Se pot șterge doar ciornele și facturile anulate care sunt ultimele din serie.' },
  invoice_not_last_in_series: { type: 'validation_error', status: 400, en: 'Only the last number of a series can be deleted, so that the series stays without gaps.', ro: 'Se poate șterge doar ultimul număr al seriei, ca seria să rămână fără goluri.' },
  invoice_cannot_be_paid: { type: 'validation_error', status: 400, en: 'This invoice takes no payment: it is a draft, voided, a storno, or already paid.', ro: 'Factura nu poate fi încasată: este ciornă, anulată, storno sau deja plătită.' },
  payment_of_voided_invoice: { type: 'validation_error', status: 400, en: 'The payments of a voided invoice cannot be changed.', ro: 'Încasările unei facturi anulate nu pot fi modificate.' },
  invoice_cannot_be_voided: { type: 'validation_error', status: 400, en: 'Only an issued invoice that has no storno can be voided.', ro: 'Se poate anula doar o factură emisă care nu a fost stornată.' },
  invoice_not_voided: { type: 'validation_error', status: 400, en: 'This invoice is not voided.', ro: 'Factura nu este anulată.' },
  invoice_cannot_be_storned: {
    type: 'validation_error',
    status: 400,
    en: 'Only an issued fiscal invoice that is not itself a storno can be storned; a voided one is reinstated (unvoid) first.',
    ro: 'Se poate storna doar o factură fiscală emisă care nu este ea însăși storno; una anulată se reactivează mai întâi (unvoid).',
  },
  storno_is_not_the_last: { type: 'validation_error', status: 400, en: 'Stornos of one invoice are voided last first, and reinstated in the same order.', ro: 'Stornările aceleiași facturi se anulează începând cu ultima și se reactivează în aceeași ordine.' },
  invoice_already_storned: { type: 'validation_error', status: 400, en: 'This invoice has been storned already.', ro: 'Factura a fost deja stornată.' },
  invoice_date_before_last: {
    type: 'validation_error',
    status: 400,
    en: 'The date {date} is before {last_date}, the date of the last document of the series. Send force_chronology: false to issue it all the same.',
    ro: 'Data {date} este înainte de {last_date}, data ultimului document din serie. Trimiteți force_chronology: false pentru a emite totuși.',
  },
  invoice_number_taken: { type: 'resource_error', status: 409, en: 'Another document carries the same number already: change the format of the series.', ro: 'Un alt document poartă deja același număr: modificați formatul seriei.' },
  not_fiscal_invoice: { type: 'validation_error', status: 400, en: 'Only fiscal invoices are sent to RO e-Factura.', ro: 'Doar facturile fiscale se trimit în RO e-Factura.' },
  invoice_is_draft: { type: 'validation_error', status: 400, en: 'A draft cannot be sent to RO e-Factura; issue it first.', ro: 'O ciornă nu se poate trimite în RO e-Factura; emiteți-o mai întâi.' },
  invoice_is_voided: { type: 'validation_error', status: 400, en: 'A voided invoice cannot be sent to RO e-Factura.', ro: 'O factură anulată nu se poate trimite în RO e-Factura.' },
  already_sent_to_spv: { type: 'validation_error', status: 400, en: 'This invoice is on its way to RO e-Factura or was accepted there already.', ro: 'Factura este în curs de transmitere în RO e-Factura sau a fost deja acceptată.' },
  oauth_not_configured: {
    type: 'validation_error',
    status: 400,
    en: 'This company may not send to RO e-Factura ({environment}) yet: somebody with a certificate enrolled in SPV has to authorise it.',
    ro: 'Firma nu este încă autorizată să trimită în RO e-Factura ({environment}): este nevoie de autorizarea cuiva cu certificat înrolat în SPV.',
  },
  invalid_client_data: { type: 'validation_error', status: 400, en: 'The data of the client is not complete enough for RO e-Factura.', ro: 'Datele clientului nu sunt complete pentru RO e-Factura.' },
  efactura_invalid: { type: 'validation_error', status: 400, en: 'RO e-Factura would refuse this invoice.', ro: 'RO e-Factura ar respinge această factură.' },
  efactura_xml_missing: { type: 'resource_error', status: 404, en: 'There is no such file of e-Factura here (yet).', ro: 'Fișierul e-Factura nu există (încă).' },
  efactura_not_xml: { type: 'validation_error', status: 400, en: 'The document is not XML that can be read: {reason}', ro: 'Documentul nu este un XML care poate fi citit: {reason}' },
  submission_not_cancellable: { type: 'validation_error', status: 400, en: 'This submission has been sent, or is over: it cannot be taken back.', ro: 'Transmiterea a fost deja făcută sau este încheiată: nu mai poate fi anulată.' },
  submission_not_repeatable: { type: 'validation_error', status: 400, en: 'Only a submission that was rejected, cancelled or failed can be repeated.', ro: 'Se poate relua doar o transmitere respinsă, anulată sau eșuată.' },
  invoice_sent_to_spv: { type: 'validation_error', status: 400, en: 'This invoice was sent to RO e-Factura: it cannot be deleted, only reversed.', ro: 'Factura a fost trimisă în RO e-Factura: nu poate fi ștearsă, ci doar stornată.' },
  request_in_progress: { type: 'resource_error', status: 409, en: 'The first request with this Idempotency-Key has not been answered yet; ask again shortly.', ro: 'Prima cerere cu acest Idempotency-Key nu a primit încă răspuns; reveniți în scurt timp.' },
  efactura_application_missing: {
    type: 'validation_error',
    status: 400,
    en: 'No OAuth application registered with ANAF is known: send client_id and client_secret, or set ANAF_CLIENT_ID and ANAF_CLIENT_SECRET on the server.',
    ro: 'Nu se cunoaște nicio aplicație OAuth înregistrată la ANAF: trimiteți client_id și client_secret sau configurați ANAF_CLIENT_ID și ANAF_CLIENT_SECRET pe server.',
  },
  efactura_not_in_sandbox: { type: 'validation_error', status: 400, en: 'A sandbox company needs no authorization from ANAF: its e-invoices go to a simulator.', ro: 'O firmă de test nu are nevoie de autorizare ANAF: e-facturile ei ajung la un simulator.' },
  efactura_authorization_expired: { type: 'validation_error', status: 400, en: 'This authorization has expired; start a new one.', ro: 'Autorizarea a expirat; începeți una nouă.' },
  efactura_authorization_used: { type: 'resource_error', status: 409, en: 'This authorization or its code was used before, or is being used; start a new one if it did not succeed.', ro: 'Autorizarea sau codul ei au fost deja folosite ori sunt în curs de folosire; începeți una nouă dacă nu a reușit.' },
  efactura_sync_under_way: { type: 'resource_error', status: 409, en: 'The inbox of this company is being read already; ask for the messages in {retry_after} seconds.', ro: 'Mesajele firmei sunt deja în curs de citire; cereți-le peste {retry_after} de secunde.' },
  anaf_refused: { type: 'validation_error', status: 400, en: 'ANAF refused the authorization: {detail}', ro: 'ANAF a refuzat autorizarea: {detail}' },
  anaf_unavailable: { type: 'api_error', status: 503, en: 'ANAF did not answer as it should ({detail}); try again shortly.', ro: 'ANAF nu a răspuns corespunzător ({detail}); încercați din nou în scurt timp.' },
  secret_key_unknown: {
    type: 'api_error',
    status: 503,
    en: 'The stored secrets were sealed with a key that this server does not have: give every server the same FACTURIER_SECRET_KEY, the one they were sealed with.',
    ro: 'Secretele păstrate au fost criptate cu o cheie pe care acest server nu o are: folosiți pe toate serverele același FACTURIER_SECRET_KEY, cel cu care au fost criptate.',
  },
  secret_unreadable: { type: 'api_error', status: 503, en: 'A stored secret is damaged, or is not where it was put; connect the company to ANAF again.', ro: 'Un secret păstrat este deteriorat sau a fost mutat; conectați din nou firma la ANAF.' },
  service_unavailable: { type: 'api_error', status: 503, en: 'The server is not ready, try again shortly.', ro: 'Serverul nu este pregătit, încercați din nou în scurt timp.' },
  documents_busy: { type: 'api_error', status: 503, en: 'Too many large documents are being made and checked; try again in {retry_after} seconds.', ro: 'Se întocmesc și se verifică prea multe documente mari; încercați din nou peste {retry_after} de secunde.' },
  too_many_long_reads: { type: 'api_error', status: 503, en: 'Too many searches and long lists are being read, try again shortly.', ro: 'Se citesc prea multe căutări și liste lungi, încercați din nou în scurt timp.' },
  read_too_long: { type: 'api_error', status: 503, en: 'This list takes too long to read: narrow it down with more filters.', ro: 'Lista cerută durează prea mult: restrângeți-o cu mai multe filtre.' },
  internal_error: { type: 'api_error', status: 500, en: 'Something went wrong on our side. Nothing was written.', ro: 'A apărut o eroare internă. Nu s-a salvat nimic.' },
} as const satisfies Record<string, ErrorSpec>

export type ErrorCode = keyof typeof ERRORS
export type Language = 'en' | 'ro'
type Params = Readonly<Record<string, string | number>>

/** A refusal with a permanent code; `problems` name the fields at fault. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly params: Params
  readonly problems: readonly Problem[]

  constructor(code: ErrorCode, params: Params = {}, problems: readonly Problem[] = []) {
    super(code)
    this.code = code
    this.params = params
    this.problems = problems
  }
}

/** Refuses with all problems at once, when there are any. */
export function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new AppError('invalid_request', {}, problems)
}

/** A refusal about one field, under the code that the contract gives to this case. */
export function fieldError(code: 'missing_required_field' | 'invalid_field_value', problem: Problem): AppError {
  return new AppError(code, { field: problem.path }, [problem])
}

export function notFound(resource: string): AppError {
  return new AppError('resource_not_found', { resource })
}

/**
 * `{name}` in a sentence is replaced by the parameter of that name. Romanian counts "19 secunde" and "20 de secunde":
 * the "de" behind a placeholder stays only where its number takes one.
 */
export function fill(sentence: string, params: Params | undefined): string {
  if (!params) return sentence
  return sentence.replace(/\{(\w+)\}( de\b)?/g, (whole, name: string, de = '') => {
    if (!(name in params)) return whole
    return `${params[name]}${takesDe(Number(params[name])) ? de : ''}`
  })
}

function takesDe(count: number): boolean {
  const rest = count % 100
  return count >= 20 && (rest === 0 || rest >= 20)
}
