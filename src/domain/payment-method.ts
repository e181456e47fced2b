/** How money arrives (contract C16), with the words that older clients use and the Romanian name on paper. */
export const PAYMENT_METHODS = {
  receipt: { ro: 'Chitanță', synonyms: ['cash', 'numerar', 'chitanta', 'chitanță'] },
  bank_transfer: {
    ro: 'Ordin de plată',
    synonyms: [
      'bank_order',
      'transfer',
      'op',
      'ordin_de_plata',
      'wire',
      'virament',
      'transfer bancar',
      'virament bancar',
      'ordin de plata',
    ],
  },
  card: { ro: 'Card', synonyms: ['online', 'credit_card', 'card bancar'] },
  check: { ro: 'Cec', synonyms: ['cec', 'cheque'] },
  promissory_note: { ro: 'Bilet la ordin', synonyms: ['bilet_la_ordin', 'bo'] },
  fiscal_receipt: { ro: 'Bon fiscal', synonyms: ['bon_fiscal', 'bon'] },
  compensation: { ro: 'Compensare', synonyms: ['compensare'] },
  other: { ro: 'Altă modalitate', synonyms: ['alta', 'altele'] },
} as const satisfies Record<string, { ro: string; synonyms: readonly string[] }>

export type PaymentMethod = keyof typeof PAYMENT_METHODS
