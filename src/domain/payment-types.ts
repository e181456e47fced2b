/** How an expense was paid, by number (contract 12, C17): published in the settings, because pages disagree on it. */
export const PAYMENT_TYPES: readonly { readonly id: number; readonly en: string; readonly ro: string }[] = [
  { id: 1, en: 'Cash', ro: 'Numerar' },
  { id: 2, en: 'Bank transfer', ro: 'Transfer bancar' },
  { id: 3, en: 'Card', ro: 'Card' },
  { id: 4, en: 'Check', ro: 'Cec' },
  { id: 5, en: 'Promissory note', ro: 'Bilet la ordin' },
  { id: 6, en: 'Other', ro: 'Altele' },
  { id: 7, en: 'Compensation', ro: 'Compensare' },
]
