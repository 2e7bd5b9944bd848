import { expect, test } from 'vitest'
import { versionsOfCommand } from './versions-of-command.ts'

test('a command that every version has can be said in all', () => {
  expect(versionsOfCommand('reset')).toEqual({ versions: ['ocpp1.5', 'ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'], lacking: {} })
})

test('a version that lacks one says why', () => {
  expect(versionsOfCommand('get-report')).toEqual({
    versions: ['ocpp2.0.1', 'ocpp2.1'],
    lacking: {
      'ocpp1.5': expect.stringContaining('OCPP 1.6 has no reports'),
      'ocpp1.6': expect.stringContaining('OCPP 1.6 has no reports'),
    },
  })
})

test('1.5 has what 1.6 has, as far as it has a message for it', () => {
  expect(versionsOfCommand('trigger').lacking).toEqual({ 'ocpp1.5': 'OCPP 1.5 has no message for it' })
  expect(versionsOfCommand('get-log').versions).toContain('ocpp1.5')
})

test('a version that refuses only some requests has the command: it looks at them first', () => {
  expect(versionsOfCommand('trigger').versions).toContain('ocpp1.6')
  expect(versionsOfCommand('unlock').versions).toContain('ocpp1.6')
})
