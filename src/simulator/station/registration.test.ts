import { afterEach, describe, expect, test } from 'vitest'
import { OCPP_VERSIONS } from '#ocpp/rpc'
import { car, openStand, type Stand, token } from '../testing/stand.ts'

const boot = (status: string, interval: number) => () => ({ status, interval, currentTime: '2026-01-01T00:00:00Z' })

describe.each(OCPP_VERSIONS)('%s', (version) => {
  let stand: Stand

  afterEach(async () => {
    await stand.close()
    expect(stand.csms.violations).toEqual([])
  })

  test.each(['Pending', 'Rejected'])(
    'C-01 %s: nothing but BootNotification, again after the interval',
    async (status) => {
      stand = await openStand({ version })
      const { csms, station, clock, journal } = stand
      csms.answer('BootNotification', boot(status, 45))
      station.start()
      await journal.exchange('BootNotification')
      station.plugIn(car)
      clock.advance(44_000)
      expect(csms.calls.rest.map(({ action }) => action)).toEqual(['BootNotification'])
      csms.answer('BootNotification', boot('Accepted', 300))
      clock.advance(1_000)
      await journal.exchange('BootNotification')
      await journal.exchange('StatusNotification')
      expect(station.state).toBe('online')
    },
  )

  test('C-04 interval 0 leaves the waiting to the station', async () => {
    stand = await openStand({ version })
    const { csms, station, clock, journal } = stand
    csms.answer('BootNotification', boot('Rejected', 0))
    station.start()
    await journal.exchange('BootNotification')
    clock.advance(30_000)
    await journal.exchange('BootNotification')
  })

  test('C-03 while Pending the station obeys TriggerMessage and starts nothing', async () => {
    stand = await openStand({ version })
    const { csms, station, journal } = stand
    csms.answer('BootNotification', boot('Pending', 600))
    station.start()
    await journal.exchange('BootNotification')
    expect(await csms.call('TriggerMessage', { requestedMessage: 'Heartbeat' })).toEqual({ status: 'Accepted' })
    await journal.exchange('Heartbeat')
    const start =
      version === 'ocpp1.6'
        ? csms.call('RemoteStartTransaction', { idTag: 'BOB' })
        : csms.call('RequestStartTransaction', { idToken: { idToken: 'BOB', type: 'Central' }, remoteStartId: 1 })
    expect(await start).toEqual({ status: 'Rejected' })
  })

  test('the interval of an accepted boot is that of Heartbeat', async () => {
    stand = await openStand({ version })
    const { csms, clock, journal } = stand
    csms.answer('BootNotification', boot('Accepted', 20))
    await stand.boot()
    clock.advance(20_000)
    await journal.exchange('Heartbeat')
    clock.advance(20_000)
    await journal.exchange('Heartbeat')
  })

  test('a transaction that ended while Pending is told after acceptance', async () => {
    stand = await openStand({ version, settings: { allowOfflineUnknown: true } })
    const { csms, station, clock, journal } = stand
    csms.answer('BootNotification', boot('Pending', 60))
    station.start()
    await journal.exchange('BootNotification')
    station.plugIn(car)
    await station.presentToken(token)
    await station.presentToken(token)
    csms.answer('BootNotification', boot('Accepted', 60))
    clock.advance(60_000)
    await journal.exchange(version === 'ocpp1.6' ? 'StopTransaction' : 'TransactionEvent')
  })
})
