/**
 * What is wrong with one field of the caller's input. `path` is dotted, in the names of the wire
 * (`items.0.price`); `code` is permanent and picks the sentence in `messages.ts`.
 */
export interface Problem {
  readonly path: string
  readonly code: string
  readonly params?: Readonly<Record<string, string | number>>
  /** The sentences themselves, where a rule of e-Factura has its own. */
  readonly sentences?: { readonly en: string; readonly ro: string }
}
