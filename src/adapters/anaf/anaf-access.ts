import type { AnafClient, AnafEnvironment } from './anaf.ts'

/** A way to ANAF for one company: to the real one with its token, to the simulator for a sandbox. */
export type AnafConnection =
  | {
      readonly kind: 'connected'
      readonly client: AnafClient
      readonly token: string
      /**
       * How many seconds after an upload whose answer was lost the list of messages is believed when it does not
       * have it (contract efactura 1.3).
       */
      readonly certainAfterSeconds: number
    }
  /** Nobody authorised the company, or the authorisation is over. */
  | { readonly kind: 'no_token'; readonly isExpired: boolean }
  | { readonly kind: 'unavailable'; readonly detail: string }

export type PublicServices = Pick<AnafClient, 'validate' | 'transform' | 'checkSignature'>

export interface AnafAccess {
  connect(companyId: string, environment: AnafEnvironment): Promise<AnafConnection>
  /** What ANAF offers without a login, to companies that are not connected too. */
  publicServices(companyId: string): Promise<PublicServices>
}
