import type { FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import { dialects, testApp } from '../../test/harness.ts'
import { makeAuthenticator } from './auth.ts'

describe.each(dialects)('the last use of a key on %s', (dialect) => {
  test('is written without an address when the caller has hung up', async () => {
    const { database, clock, live } = await testApp(dialect)
    const warnings: unknown[] = []
    const request = {
      headers: { authorization: `Bearer ${live.secret}` },
      ip: undefined,
      log: { warn: (error: unknown) => warnings.push(error) },
    }
    await makeAuthenticator(database)(request as unknown as FastifyRequest, clock.nowMs())
    const used = () =>
      database.read.query('select last_used_at, last_used_ip from api_key where last_used_at is not null', [])
    await expect.poll(used).toEqual([{ last_used_at: Math.floor(clock.nowMs() / 1000), last_used_ip: null }])
    expect(warnings).toEqual([])
  })
})
