import { fold } from '../../domain/text.ts'
import type { AnafRefusal, RefusalCause } from './anaf.ts'

const ERRORS_KEPT = 500
const ERROR_LENGTH = 5_000

/**
 * What a refusal means, the first that fits. ANAF words the same thing differently from call to call and from year to
 * year (efactura 1.3 to 1.5), so each is a few stems. A message about the XML comes first, because it quotes the file.
 */
const MEANINGS: readonly (readonly [RefusalCause, RegExp])[] = [
  ['content', /sax|fisierul transmis nu este valid|validar\w* (xml|schematron|globale)|eroare regula/],
  ['limit', /s-au (facut|efectuat|transmis) deja|limita|limitei|in cursul zilei|prea multe/],
  ['rights', /\bdrept|autoriza|certificat|registrul/],
  ['not_found', /nu exista|nu a(u)? fost gasit|inexistent|nu mai poate fi descarcat/],
  ['technical', /tehnic|eroare intern|internal|indisponibil|momentan|temporar|mai tarziu|timeout/],
  [
    'content',
    /xml|valid|marime|dimensiune|valo(are|ril)|parametr|nu este un numar|obligatori|standard|numarul de zile|incorect/,
  ],
]

export function causeOf(errors: readonly string[]): RefusalCause {
  const text = fold(errors.join(' ').slice(0, 20_000))
  return MEANINGS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other'
}

export function refusal(errors: readonly string[], cause = causeOf(errors)): AnafRefusal {
  return { kind: 'refusal', cause, errors: sentences(errors) }
}

/** ANAF's sentences as they are kept: trimmed, none empty, and not without bound. */
export function sentences(errors: readonly string[]): string[] {
  return errors
    .map((error) => error.trim().slice(0, ERROR_LENGTH))
    .filter((error) => error !== '')
    .slice(0, ERRORS_KEPT)
}
