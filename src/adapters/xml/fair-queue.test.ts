import { expect, test } from 'vitest'
import { makeFairQueue } from './fair-queue.ts'

function piece() {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  return { promise, resolve, reject }
}

test('one piece is worked on at a time, and companies that wait have their turn', async () => {
  const queue = makeFairQueue({ most: 10, mostOfOne: 10 })
  const order: string[] = []
  let atWork = 0
  const work = (name: string) => async () => {
    expect(++atWork).toBe(1)
    order.push(name)
    await new Promise((resolve) => setTimeout(resolve, 1))
    atWork--
  }
  const all = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map((name) => queue.run(name.charAt(0), work(name)))
  await Promise.all(all)
  expect(order).toEqual(['a1', 'b1', 'a2', 'c1', 'a3', 'b2'])
})

test('a company has a share, and all have a limit', async () => {
  const queue = makeFairQueue({ most: 3, mostOfOne: 2 })
  const held = [piece(), piece(), piece()]
  const runs = held.map(({ promise }, n) => queue.run(n < 2 ? 'a' : 'b', () => promise))
  expect(queue.fullFor('a')).toBe('share')
  expect(queue.fullFor('c')).toBe('queue')
  for (const { resolve } of held) resolve()
  await Promise.all(runs)
  expect([queue.fullFor('a'), queue.fullFor('c')]).toEqual([null, null])
})

test('work that fails makes room all the same', async () => {
  const queue = makeFairQueue({ most: 1, mostOfOne: 1 })
  await expect(queue.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(queue.fullFor('a')).toBeNull()
  expect(await queue.run('a', async () => 7)).toBe(7)
})
