import { test } from 'vitest'
import { dialects } from '../harness.ts'
import { tellHistories } from './histories.ts'

if (dialects.includes('postgres')) tellHistories('postgres', 60)
else test('there is no PostgreSQL here to tell histories on', () => {})
