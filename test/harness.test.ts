import Fastify from 'fastify'
import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import { checkAnswers, MISMATCH_HEADER } from './answer-check.ts'
import { dialects, testApp } from './harness.ts'

describe('the check of answers against their schemas', () => {
  const schema = {
    response: { 200: Type.Object({ name: Type.String(), more: Type.Object({ n: Type.Optional(Type.Integer()) }) }) },
  }
  test.each([
    ['what is documented', { name: 'a', more: { n: 1 } }, undefined],
    ['a field that is missing', { more: {} }, /name/],
    ['a field of another type', { name: 'a', more: { n: 1.5 } }, /more/],
    ['a field that is not documented', { name: 'a', more: { extra: 1 } }, /more/],
  ])('finds %s', async (_what, answer, found) => {
    const app = Fastify()
    app.setSerializerCompiler(() => JSON.stringify)
    app.get('/', { schema }, async () => answer)
    checkAnswers(app)
    const mismatch = (await app.inject('/')).headers[MISMATCH_HEADER]
    if (found) expect(decodeURIComponent(String(mismatch))).toMatch(found)
    else expect(mismatch).toBeUndefined()
  })
})

describe.each(dialects)('the test application on %s', (dialect) => {
  test('answers three companies, each with a key of its own, at a time of choice', async () => {
    const { get, asTest, asOther, withKey, live, sandbox, other, clock } = await testApp(dialect)
    const company = async (caller: { get: typeof get }) => (await caller.get('/settings')).body.data.firm.id
    expect([await company({ get }), await company(asTest), await company(asOther)]).toEqual([
      live.companyId,
      sandbox.companyId,
      other.companyId,
    ])
    expect((await withKey('sk_live_nobody').get('/ping')).status).toBe(401)
    clock.set('2030-01-01T00:00:00Z')
    expect((await get('/invoice-series')).body.data.data[0].year).toBe(2030)
  })
})
