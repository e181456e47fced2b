import { dialects } from '../harness.ts'
import { tellHistories } from './histories.ts'

if (dialects.includes('postgres')) tellHistories('postgres', 60)
