import { defineConfig } from 'vitest/config'

// Files share their workers' modules: twenty small files run in 1 s instead of 11. A test must not rely on fresh modules.
const shared = { isolate: false, pool: 'threads', maxWorkers: 2, testTimeout: 60_000, hookTimeout: 60_000 } as const

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'house',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
          exclude: ['test/journeys/**'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // The screens, in a browser, when the machine has nothing else to do.
        test: {
          ...shared,
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
