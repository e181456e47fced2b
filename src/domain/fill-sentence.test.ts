import { expect, test } from 'vitest'
import { fill } from './errors.ts'
import { MESSAGES } from './messages.ts'

test.each([
  [0, 'cel mult 0 caractere'],
  [1, 'cel mult 1 caractere'],
  [19, 'cel mult 19 caractere'],
  [20, 'cel mult 20 de caractere'],
  [100, 'cel mult 100 de caractere'],
  [101, 'cel mult 101 caractere'],
  [119, 'cel mult 119 caractere'],
  [1000, 'cel mult 1000 de caractere'],
])('Romanian counts %i as it is spoken', (max, said) => {
  expect(fill(MESSAGES.too_long?.ro ?? '', { max })).toBe(`trebuie să aibă ${said}`)
})

test('what is no number, and what is not there, is left as it is', () => {
  expect(fill('{name} de {other} de aici', { name: 'x' })).toBe('x {other} de aici')
  expect(fill('{max} de aici', undefined)).toBe('{max} de aici')
})
