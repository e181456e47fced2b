import { expect, test } from 'vitest'
import type { FirstStart } from './first-start.ts'
import { demoSteps, firstSteps, greeting } from './welcome.ts'

const running = { url: 'http://127.0.0.1:8080', store: 'data', program: 'facturier' }
const first = { live: { secret: 'sk_live_a' }, test: { secret: 'sk_test_b' } } as FirstStart

test('every sentence that ends in a colon is followed by its command', () => {
  const steps = firstSteps(running, first)
  for (const step of steps.split(/^(?=[A-Z])/m).filter((text) => text.trim() !== ''))
    expect(step).toMatch(/:\n\n {2}curl /)
  const [, send] = steps.split('Send it to RO e-Factura')
  expect(send?.match(/^ {2}curl .*/gm)).toEqual([
    expect.stringMatching(/\/send-to-spv -H/),
    expect.stringMatching(/\/v1\/efactura\/invoice\/\$\(curl .*\)\/status -H 'Authorization: Bearer sk_test_b'$/),
  ])
})

test('both keys are told once, and the demo names the example that cannot work', () => {
  expect(greeting(running, first)).toMatch(/sk_live_a\n.*sk_test_b/)
  expect(demoSteps(running, null)).toContain('/v1/efactura/oauth/callback')
})
