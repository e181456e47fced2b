import { ERRORS, fill, type Language } from '../errors.ts'

/** Why a submission waits that nothing is wrong with: somebody with a certificate has to act (contract 9.2, 3.2). */
export const WAIT_REASONS = ['oauth_not_configured', 'oauth_expired'] as const
export type WaitReason = (typeof WAIT_REASONS)[number]

/** The last error of a submission that does not go by itself, because of what our rules say of its document. */
export const HELD = 'efactura_held'

const EXPIRED = {
  en: 'The authorisation of this company to send to RO e-Factura ({environment}) has expired: somebody with a certificate enrolled in SPV has to authorise it again.',
  ro: 'Autorizarea firmei pentru RO e-Factura ({environment}) a expirat: este nevoie de o nouă autorizare de la cineva cu certificat înrolat în SPV.',
}
const THEN = {
  en: 'It waits, and goes by itself after that; how, says configure_url of GET /efactura/status.',
  ro: 'Factura așteaptă și pleacă automat după aceea; cum se face, arată configure_url din GET /efactura/status.',
}

/** The reason that a submission carries as its last error, if that is one. */
export function waitReasonOf(lastError: string | null): WaitReason | null {
  return WAIT_REASONS.find((reason) => reason === lastError) ?? null
}

export function waitSentence(reason: WaitReason, environment: string, language: Language): string {
  const why = reason === 'oauth_expired' ? EXPIRED : ERRORS.oauth_not_configured
  return `${fill(why[language], { environment })} ${THEN[language]}`
}
