/** What was looked at. */
export interface Counts {
  series: number
  invoices: number
  lines: number
  payments: number
  clients: number
}

/** Counts as the checking goes on. */
export interface Checked extends Counts {
  /** Called after each page, for whoever watches. */
  tell(): void
}

export const NOTHING: Counts = { series: 0, invoices: 0, lines: 0, payments: 0, clients: 0 }

export function startCounting(watch: (counts: Counts) => void = () => {}): Checked {
  const checked: Checked = { ...NOTHING, tell: () => watch(checked) }
  return checked
}
