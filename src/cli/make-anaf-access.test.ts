import { describe, expect, onTestFinished, test } from 'vitest'
import { makeTestAnaf } from '../../test/anaf-login.ts'
import { freshDatabase, makeClock, TEST_NOW } from '../../test/harness.ts'
import { makeAnafSimulator } from '../simulator/anaf-simulator.ts'
import { makeAnafAccess } from './make-anaf-access.ts'

const NOWHERE = 'http://127.0.0.1:9'

async function made(certainAfterSeconds: number) {
  const { database, remove } = await freshDatabase('sqlite')
  onTestFinished(remove)
  const clock = makeClock(TEST_NOW)
  const simulator = makeAnafSimulator({ database, clock, secret: 'test' })
  const hosts = { api: NOWHERE, login: NOWHERE, services: NOWHERE }
  const services = makeTestAnaf(NOWHERE)
  return makeAnafAccess({ database, clock, services, simulator, anaf: { hosts, certainAfterSeconds } })
}

describe('how long an upload is uncertain', () => {
  test.each([0, 60, 180])('is never as short as %i s, while one may still be on its way', async (seconds) => {
    await expect(made(seconds)).rejects.toThrow('an upload is uncertain for longer than 180 s')
  })

  test('may be anything longer', async () => {
    await expect(made(181)).resolves.toHaveProperty('connect')
  })
})
