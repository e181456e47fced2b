import { expect, test } from 'vitest'
import { type Played, playing, TOKEN } from '../../../test/anaf.ts'
import { failureOfError } from './network-failure.ts'
import { verdictOf } from './silence.ts'

test.each<[string, Played, string]>([
  ['a page of a firewall', { body: '<html>The requested URL was rejected</html>' }, 'nothing'],
  ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, 'nothing'],
  ['an address that is not there', { status: 404 }, 'nothing'],
  ['trouble of its own', { status: 500 }, 'silence'],
  ['a gateway that waited in vain', { status: 504, body: '<html>' }, 'silence'],
  ['a time limit', { status: 408 }, 'silence'],
  ['no right', { status: 403 }, 'answer'],
  ['no token', { status: 401 }, 'answer'],
  ['too many calls', { status: 429, headers: { 'retry-after': '5' } }, 'answer'],
  ['an empty answer', { status: 204 }, 'answer'],
])('%s is told from silence', async (_what, played, verdict) => {
  const { client } = await playing(played)
  expect(verdictOf(await client.status(TOKEN, '1'))).toBe(verdict)
})

test('a lost connection is silence, and a call that never left is nothing', async () => {
  expect(verdictOf(failureOfError(new Error('socket hang up'), null))).toBe('silence')
  const { client } = await playing({})
  const upload = { xml: new Uint8Array(), standard: 'UBL', cif: '1', mayLeave: () => false } as const
  const flags = { isConsumer: false, isExtern: false, isSelfBilled: false, isEnforcement: false }
  expect(verdictOf(await client.upload(TOKEN, { ...upload, ...flags }))).toBe('nothing')
})
