import { makeAnafOAuth } from '../adapters/anaf/oauth.ts'
import { secretKeys } from '../adapters/vault/secret-key.ts'
import { makeVault } from '../adapters/vault/vault.ts'
import type { Config } from '../config.ts'
import type { AnafServices } from '../resources/efactura-oauth/anaf-services.ts'

/** The real ANAF behind the configuration. The server's own address may only be known once it listens. */
export function makeAnafServices(
  { anaf, secretKeys: keys, dataDir }: Pick<Config, 'anaf' | 'secretKeys' | 'dataDir'>,
  publicUrl: () => string,
): AnafServices {
  return {
    oauth: makeAnafOAuth({ hosts: anaf.hosts, transport: fetch }),
    vault: makeVault(() => secretKeys(keys, dataDir)),
    application: anaf.application,
    loginOrigin: new URL(anaf.hosts.login).origin,
    get publicUrl() {
      return publicUrl()
    },
  }
}
