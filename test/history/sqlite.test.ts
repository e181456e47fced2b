import { tellHistories } from './histories.ts'

tellHistories('sqlite', 300)
