import Type from 'typebox'
import { Nullable, NullableText, Text } from '../../http/answers.ts'
import { name, object, oneOf, optional, required } from '../../http/fields.ts'
import type { Json } from '../../http/json.ts'
import type { AnafAuthorizationRow, AnafTokenRow } from '../../store/tables.ts'

/** The PHP SDK and ANAF say "production" (contract 9.4). */
const environment = oneOf(['test', 'live'], { production: 'live', prod: 'live', sandbox: 'test' })

export const ChosenEnvironment = object({ environment: optional(environment) })

export const NewAuthorization = object({
  environment: optional(environment),
  client_id: optional(name({ max: 200 })),
  client_secret: optional(name({ max: 500 })),
})

export const Callback = object({ code: required(name({ max: 4096 })), state: required(name({ max: 200 })) })

const Instant = Type.String({ format: 'date-time' })
const Environment = Type.Union([Type.Literal('test'), Type.Literal('live')])

export const AuthorizationJson = Type.Object(
  {
    object: Type.Literal('efactura_authorization'),
    environment: Environment,
    authorize_url: Type.String({ description: 'The page of ANAF, for whoever holds the certificate.' }),
    link_url: Type.String({
      description: 'A page of this server that explains and leads to ANAF; needs no account. Send it to the owner.',
    }),
    state: Type.String({ description: 'Comes back with the code.' }),
    redirect_uri: Type.String({ description: 'Must be registered with ANAF, letter by letter.' }),
    expires_at: Instant,
  },
  { title: 'EfacturaAuthorization' },
)

const ConnectionFields = {
  configured: Type.Boolean({ description: 'There are tokens, whether or not they still work.' }),
  state: Type.Union(['none', 'active', 'needs_authorization', 'revoked'].map((state) => Type.Literal(state))),
  token_valid: Type.Boolean(),
  token_expires_at: Nullable(Instant),
  refresh_expires_at: Nullable(Type.String({ format: 'date-time', description: 'Until then all goes by itself.' })),
  last_error: NullableText,
  authorization_expires_at: Nullable(
    Type.String({ format: 'date-time', description: 'While a link waits for the owner of the certificate.' }),
  ),
}

const ConnectionJson = Type.Object(ConnectionFields, { title: 'EfacturaConnection' })

export const OAuthStatusJson = Type.Object(
  {
    object: Type.Literal('efactura_oauth_status'),
    environment: Environment,
    oauth_configured: Type.Boolean(),
    ...ConnectionFields,
    environments: Type.Object({ test: ConnectionJson, live: ConnectionJson }),
    redirect_uri: Text,
  },
  { title: 'EfacturaOAuthStatus' },
)

/** What is known of one environment. */
export interface Connection {
  readonly token: AnafTokenRow | null
  readonly authorization: AnafAuthorizationRow | null
}

export type Connections = Readonly<Record<'test' | 'live', Connection>>

export function presentStatus(
  connections: Connections,
  chosen: 'test' | 'live',
  redirectUri: string,
  now: number,
): Json {
  const environments = {
    test: presentConnection(connections.test, now),
    live: presentConnection(connections.live, now),
  }
  const { configured } = environments[chosen]
  return {
    object: 'efactura_oauth_status',
    environment: chosen,
    oauth_configured: configured,
    ...environments[chosen],
    environments,
    redirect_uri: redirectUri,
  }
}

function presentConnection({ token, authorization }: Connection, now: number) {
  const held = token && token.state !== 'revoked' ? token : null
  return {
    configured: held !== null,
    state: token?.state ?? 'none',
    token_valid: held !== null && held.access_expires_at > now,
    token_expires_at: instant(held?.access_expires_at),
    refresh_expires_at: instant(held?.refresh_expires_at),
    last_error: held?.last_error ?? null,
    authorization_expires_at: instant(authorization?.expires_at),
  }
}

export function instant(seconds: number | undefined): string | null {
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString()
}
