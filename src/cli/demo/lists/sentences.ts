export const OBSERVATIONS: readonly string[] = [
  'Vă mulțumim pentru colaborare!',
  'Plata se face prin ordin de plată, cu numărul facturii la explicații.',
  'Marfa rămâne proprietatea furnizorului până la plata integrală.',
  'Livrare conform comenzii confirmate prin e-mail.',
  'Garanție 24 de luni pentru echipamente.',
]

export const NOTES: readonly string[] = [
  'Recepția se face la depozit, între 9 și 16.',
  'Conform contractului-cadru în vigoare.',
  'Proces-verbal de recepție anexat.',
]

export const VOID_REASONS: readonly string[] = [
  'Emisă din greșeală',
  'Client greșit',
  'Comandă anulată înainte de livrare',
  'Cantități greșite, se reemite',
]

export const DISCOUNT_REASONS: readonly string[] = ['Discount de volum', 'Promoție sezonieră', 'Reducere negociată']

export const CLIENT_NOTES: readonly string[] = [
  'Preferă factura pe e-mail, nu pe hârtie.',
  'Plătește de obicei după scadență; de sunat înainte.',
  'Cere aviz de însoțire la fiecare livrare.',
  'Comandă prin formularul lor intern.',
]
