import { expect, test } from 'vitest'
import { pauseSeconds } from './back-off.ts'

const ALMOST_ONE = 1 - Number.EPSILON

test.each([
  [1, 5, 10],
  [2, 10, 20],
  [3, 20, 40],
  [8, 640, 1280],
  [9, 1280, 2560],
  [10, 1800, 3600],
  [11, 1800, 3600],
  [5_000, 1800, 3600],
])('after %i failures in a row the pause is between %i and %i seconds', (failures, shortest, longest) => {
  expect(pauseSeconds(failures, {}, 0)).toBe(shortest)
  expect(pauseSeconds(failures, {}, ALMOST_ONE)).toBe(longest)
  for (let n = 0; n < 100; n++) {
    const pause = pauseSeconds(failures, {}, Math.random())
    expect(pause).toBeGreaterThanOrEqual(shortest)
    expect(pause).toBeLessThanOrEqual(longest)
  }
})

test('a handler chooses its first and its longest pause', () => {
  const pauses = { firstPauseSeconds: 60, maxPauseSeconds: 90 }
  expect([1, 2, 3].map((failures) => pauseSeconds(failures, pauses, ALMOST_ONE))).toEqual([60, 90, 90])
  expect(pauseSeconds(1, { firstPauseSeconds: 1 }, 0)).toBe(1)
})
