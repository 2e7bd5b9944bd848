import { expect, test } from 'vitest'
import type { LiveOf } from '../api/types.ts'
import { live } from '../testing/samples.ts'
import { CallHints } from './call-hints.ts'
import { hintsOf } from './hints.ts'

const said = (of: Partial<LiveOf<'message'>>) =>
  live({ kind: 'message', direction: 'in', frameKind: 'call', messageId: 'm-1', frame: '[]', ...of })

test('what a station reports is asked for once the platform has answered it', () => {
  const calls = new CallHints()
  expect(calls.of(said({ action: 'ReportChargingProfiles' }))).toEqual([])
  expect(calls.of(said({ direction: 'out', frameKind: 'result' }))).toContainEqual([
    'GET /stations/{id}/charging-profiles',
  ])
  expect(calls.of(said({ direction: 'out', frameKind: 'result' }))).toEqual([])
})

test('what is sent without being answered counts at once', () => {
  const sent = said({ frameKind: 'send', action: 'NotifyPeriodicEventStream' })
  expect(new CallHints().of(sent)).toContainEqual(['GET /stations/{id}/stream-values'])
})

test('what changes nothing that is kept is not remembered', () => {
  const calls = new CallHints()
  calls.of(said({ action: 'Heartbeat' }))
  expect(calls.of(said({ direction: 'out', frameKind: 'result' }))).toEqual([])
})

test('a command that moves makes old what it is about', () => {
  const moved = (commandKind: string) =>
    hintsOf(live({ kind: 'command', commandId: 'c', commandKind, state: 'answered' }), new Set())
  expect(moved('set-charging-profile')).toContainEqual(['GET /stations/{id}/charging-schedule'])
  expect(moved('send-local-list')).toContainEqual(['GET /stations/{id}/local-list'])
  expect(moved('send-local-list')).toContainEqual(['GET /stations/{id}/local-list/entries'])
  expect(moved('reset')).not.toContainEqual(['GET /stations/{id}/local-list'])
})

test('a drift, a firmware update, an alert make their lists old', () => {
  const hints = (event: Parameters<typeof live>[0]) => hintsOf(live(event), new Set())
  expect(hints({ kind: 'configuration-drift', differs: 1, untold: 0 })).toContainEqual(['GET /configuration-drift'])
  expect(hints({ kind: 'firmware-update', updateId: 'u', status: 'downloading', outcome: 'running' })).toContainEqual([
    'GET /firmware-updates',
  ])
  expect(hints({ kind: 'alert', alertId: 'a', cause: 'fault', severity: 3, step: 'opened' })).toContainEqual([
    'GET /alerts',
  ])
})
