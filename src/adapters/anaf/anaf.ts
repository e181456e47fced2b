/** Sends one request to ANAF. The real one is `fetch`; tests hand in their own. */
export type Transport = (request: Request) => Promise<Response>

/** Addresses without a path, because ANAF moves them and tests have their own (contract efactura 1.1). */
export interface AnafHosts {
  readonly api: string
  readonly login: string
  readonly services: string
}

export type AnafEnvironment = 'test' | 'live'
