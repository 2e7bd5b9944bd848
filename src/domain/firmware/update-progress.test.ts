import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { furthest } from '#domain/errands'
import { UPDATE_STATUSES, type UpdateStatus } from './update.ts'
import { UPDATE_WORDS } from './update-progress.ts'

const after = (...reports: UpdateStatus[]): UpdateStatus =>
  reports.reduce((current, reported) => furthest<UpdateStatus>(UPDATE_WORDS, current, reported), 'requested')

describe('2.x L01 L02 an update goes forward', () => {
  test.each<[string, UpdateStatus[], UpdateStatus]>([
    ['1.6 §4.5', ['accepted', 'downloading', 'downloaded', 'installing', 'installed'], 'installed'],
    [
      'L01.FR.13 L01.FR.16',
      ['accepted', 'download-scheduled', 'downloading', 'install-scheduled'],
      'install-scheduled',
    ],
    ['L01.FR.14', ['downloading', 'download-paused', 'downloading', 'downloaded'], 'downloaded'],
    ['L01.FR.15', ['downloaded', 'rebooting', 'installing', 'installed'], 'installed'],
    ['L01.FR.32', ['installing', 'rebooting', 'installed'], 'installed'],
    ['L01.FR.03', ['downloaded', 'signature-invalid'], 'signature-invalid'],
    ['L01.FR.29', ['signature-verified', 'installing', 'verification-failed'], 'verification-failed'],
    ['L01.FR.30', ['downloading', 'download-failed'], 'download-failed'],
  ])('%s', (_clause, reports, status) => {
    expect(after(...reports)).toBe(status)
  })
})

describe('statuses that come late or again', () => {
  test.each<[UpdateStatus[], UpdateStatus]>([
    [['installing', 'downloading', 'downloaded'], 'installing'],
    [['installed', 'installing', 'download-failed'], 'installed'],
    [['downloading', 'accepted'], 'downloading'],
    [['installing', 'download-failed'], 'installing'],
    [['canceled', 'download-failed', 'installation-failed'], 'canceled'],
    [['refused', 'downloading'], 'refused'],
  ])('%j leave it at %s', (reports, status) => {
    expect(after(...reports)).toBe(status)
  })

  test('a repeat changes nothing, whatever came before', () => {
    const status = fc.constantFrom(...UPDATE_STATUSES)
    fc.assert(
      fc.property(fc.array(status), status, (before, one) => {
        expect(after(...before, one, one)).toBe(after(...before, one))
      }),
    )
  })

  test('once installed it stays so, and the order of what led there does not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...UPDATE_STATUSES)), fc.nat(), (others, at) => {
        const reports = others.toSpliced(at % (others.length + 1), 0, 'installed')
        expect(UPDATE_WORDS.outcome[after(...reports)]).toBe('installed')
      }),
    )
  })
})

test('a download that is tried again after it failed goes on', () => {
  expect(after('downloading', 'download-failed', 'downloading')).toBe('downloading')
  expect(UPDATE_WORDS.outcome[after('download-failed', 'downloaded')]).toBe('running')
})
