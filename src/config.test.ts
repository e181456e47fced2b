import { describe, expect, test } from 'vitest'
import { ConfigError, describeConfig, readConfig } from './config.ts'

const KEY = Buffer.alloc(32, 5).toString('base64')

describe('the settings of ANAF and of the secrets', () => {
  test('have the addresses that ANAF documents, and no application, unless they are set', () => {
    expect(readConfig({})).toMatchObject({
      anaf: {
        hosts: {
          api: 'https://api.anaf.ro',
          login: 'https://logincert.anaf.ro',
          services: 'https://webservicesp.anaf.ro',
        },
        application: null,
      },
      secretKeys: '',
    })
    const env = { ANAF_LOGIN_URL: 'http://127.0.0.1:9/', ANAF_CLIENT_ID: 'id', ANAF_CLIENT_SECRET: 's' }
    expect(readConfig({ ...env, FACTURIER_SECRET_KEY: `${KEY},${KEY}` })).toMatchObject({
      anaf: { hosts: { login: 'http://127.0.0.1:9' }, application: { clientId: 'id', clientSecret: 's' } },
      secretKeys: `${KEY},${KEY}`,
    })
  })

  test.each([
    ['an address with a path', { ANAF_API_URL: 'https://api.example.ro/prod' }],
    ['an address with a password', { ANAF_LOGIN_URL: 'https://a:b@example.ro' }],
    ['another protocol', { ANAF_SERVICES_URL: 'ftp://example.ro' }],
    ['half an application', { ANAF_CLIENT_ID: 'id' }],
    ['a short key', { FACTURIER_SECRET_KEY: 'c2hvcnQ=' }],
    ['a good key and a bad one', { FACTURIER_SECRET_KEY: `${KEY},x` }],
  ])('refuse %s', (_what, env) => {
    expect(() => readConfig(env)).toThrow(ConfigError)
  })

  test('are not shown where they are secret, not even in a complaint', () => {
    const text = describeConfig({ ANAF_CLIENT_SECRET: 'hush', FACTURIER_SECRET_KEY: KEY })
    expect([text.includes('hush'), text.includes(KEY)]).toEqual([false, false])
    expect(() => readConfig({ FACTURIER_SECRET_KEY: 'nearly-a-key' })).toThrow(/^(?!.*nearly-a-key)/)
  })
})
