import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The console is a package of its own, which package.json's "imports" do not reach.
  resolve: { alias: { '#json-schema': fileURLToPath(new URL('src/json-schema/index.ts', import.meta.url)) } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts', 'console/src/**/*.test.ts'],
    globalSetup: ['test/support/postgres-global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // What is waited for comes by itself; the bound only ends a test that would hang, on however busy a machine.
    expect: { poll: { timeout: 30_000, interval: 10 } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
