/** What knows the address at which people reach this server. */
export interface Addressed {
  readonly anaf?: { readonly publicUrl: string }
}

/** The page where a person is told how to connect a company to ANAF (contract 9.1). */
export function configureUrlOf({ anaf }: Addressed): string {
  return `${anaf?.publicUrl ?? ''}/anaf/connect`
}
