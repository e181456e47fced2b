import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,test,scripts}/**/*.test.ts'],
    globalSetup: ['test/postgres.ts'],
    pool: 'forks',
    // Test files of one worker share its loaded modules: 0.4 s less per file. We mock none of our own code, and two
    // applications in one process must not disturb each other anyway.
    isolate: false,
    // Bounded, because the PostgreSQL behind the tests takes 200 connections.
    maxWorkers: Math.min(availableParallelism(), 8),
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
