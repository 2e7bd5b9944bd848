import { expect, test } from 'vitest'
import { versionsOfCommand } from './versions-of-command.ts'

test('a command that every version has can be said in all', () => {
  expect(versionsOfCommand('reset')).toEqual({ versions: ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'], lacking: {} })
})

test('a version that lacks one says why', () => {
  expect(versionsOfCommand('get-report')).toEqual({
    versions: ['ocpp2.0.1', 'ocpp2.1'],
    lacking: { 'ocpp1.6': expect.stringContaining('OCPP 1.6 has no reports') },
  })
})

test('a version that refuses only some requests has the command: it looks at them first', () => {
  expect(versionsOfCommand('trigger').versions).toContain('ocpp1.6')
  expect(versionsOfCommand('unlock').versions).toContain('ocpp1.6')
})
