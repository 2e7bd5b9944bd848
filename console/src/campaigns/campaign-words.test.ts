import { describe, expect, test } from 'vitest'
import { waveWords, whatOf } from './campaign-words.ts'

const secret = { component: 'SecurityCtrlr', name: 'BasicAuthPassword', secret: true } as const

describe('what a campaign does', () => {
  test.each([
    [{ kind: 'firmware', version: '2.4.1' }, 'Firmware 2.4.1'],
    [{ kind: 'firmware' }, 'Firmware'],
    [{ kind: 'configuration', wanted: [secret] }, 'One value'],
    [{ kind: 'configuration', wanted: [secret, secret] }, '2 values'],
    [{ kind: 'reboot' }, 'Reboot'],
  ] as const)('%j is %s', (campaign, words) => {
    const { wanted, ...rest } = { wanted: undefined, ...campaign }
    expect(whatOf({ ...rest, ...(wanted && { wanted: [...wanted] }) })).toBe(words)
  })
})

describe('the wave a campaign is at', () => {
  test.each([
    [0, 3, 1, 'Canary'],
    [1, 3, 1, 'Wave 1 of 2'],
    [0, 2, 0, 'Wave 1 of 2'],
    [0, 1, 0, undefined],
  ])('%i of %i with a canary of %i is %s', (wave, waves, canarySize, words) =>
    expect(waveWords({ wave, waves, canarySize })).toBe(words),
  )
})
