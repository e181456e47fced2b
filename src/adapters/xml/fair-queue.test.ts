import { expect, test } from 'vitest'
import { makeFairQueue } from './fair-queue.ts'

function piece() {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  return { promise, resolve, reject }
}

/** The order in which pieces of work are done; during the first one, more come. */
async function orderOf(names: readonly string[], meanwhile: readonly string[] = []) {
  const queue = makeFairQueue({ most: 10, mostOfOne: 10 })
  const order: string[] = []
  const late: Promise<void>[] = []
  let atWork = 0
  const run = (name: string): Promise<void> =>
    queue.run(name.charAt(0), async () => {
      expect(++atWork).toBe(1)
      order.push(name)
      await new Promise((resolve) => setTimeout(resolve, 1))
      if (order.length === 1) late.push(...meanwhile.map(run))
      atWork--
    })
  await Promise.all(names.map(run))
  await Promise.all(late)
  return order
}

test('one piece is worked on at a time, and companies that wait have their turn', async () => {
  expect(await orderOf(['a1', 'a2', 'a3', 'b1', 'c1', 'b2'])).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
})

test('two companies with much to do are not served before a third, nor one that comes again at once', async () => {
  expect(await orderOf(['a1', 'a2', 'a3', 'b1', 'b2', 'b3', 'c1'])).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'b3'])
  expect(await orderOf(['a1', 'b1'], ['a2', 'c1'])).toEqual(['a1', 'b1', 'c1', 'a2'])
})

test('companies that fill the queue leave places to others', async () => {
  const queue = makeFairQueue({ most: 24, mostOfOne: 8 })
  const held = piece()
  const runs: Promise<void>[] = []
  for (let n = 0; n < 8; n++) {
    for (const company of ['a', 'b', 'c']) {
      if (queue.fullFor(company) === null) runs.push(queue.run(company, () => held.promise))
    }
  }
  expect(runs).toHaveLength(18)
  expect([queue.fullFor('a'), queue.fullFor('d')]).toEqual(['queue', null])
  held.resolve()
  await Promise.all(runs)
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
