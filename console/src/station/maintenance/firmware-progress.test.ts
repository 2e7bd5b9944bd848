import { expect, test } from 'vitest'
import { progressOf } from './firmware-progress.ts'

const at = '2026-11-21T10:00:00.000Z'

test('an update is as far as its furthest step, and done when it is installed', () => {
  expect(progressOf({ status: 'downloading', steps: [{ status: 'downloading', at }] })).toBe(20)
  expect(progressOf({ status: 'installed', steps: [] })).toBe(100)
})

test('one that failed is as far as it came', () => {
  const steps = [
    { status: 'downloaded', at },
    { status: 'installation-failed', at },
  ] as const
  expect(progressOf({ status: 'installation-failed', steps })).toBe(45)
  expect(progressOf({ status: 'refused', steps: [] })).toBe(0)
})
