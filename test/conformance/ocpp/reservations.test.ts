import { beforeEach, describe, expect, test } from 'vitest'
import type { CommandRequests } from '#domain/commands'
import type { Reservation } from '#domain/reservations'
import type { OcppVersion } from '#ocpp/rpc'
import type { RawStation } from '#test/raw-station'
import { resultOf } from '../booted-station.ts'
import type { List, SeenCommand, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { car, field, type Simulated, VERSIONS } from '../simulated.ts'

const HOUR_MS = 3_600_000
/** A simulated station lives two hours ago: by then an hour from now is over for it. */
const FOUR_HOURS_MS = 4 * HOUR_MS

const { operator, raw, real } = await openScene({
  tokens: [
    ...['ALICE', 'BOB'].map((value) => ({ value, concurrentLimit: 0 })),
    ...['CAROL', 'DAVE'].map((value) => ({ value, groupId: 'FAMILY', concurrentLimit: 0 })),
  ],
})

const rfid = (value: string) => ({ value, type: 'ISO14443' }) as const
const is16 = (version: OcppVersion) => version === 'ocpp1.6'
const inAnHour = () => new Date(Date.now() + HOUR_MS).toISOString()
const seen = (id: string) => operator.get<Wire<Reservation>>(`/reservations/${id}`)
const idIn = (command: SeenCommand) => String(command.result?.details?.reservationId)

describe.each(VERSIONS)('%s', (version) => {
  let id = ''
  let post: Simulated
  beforeEach(async () => {
    post = await real(version, { hardware: 'doublePost' })
    id = post.station.id
    return () => post.station.stop()
  })

  const reserve = (request: Partial<CommandRequests['reserve-now']> = {}) =>
    operator.carryOut(id, 'reserve-now', { evseId: 1, token: 'ALICE', expiresAt: inAnHour(), ...request })
  const status = async (evseId: number) =>
    (await operator.station(id)).connectors.find((connector) => connector.evseId === evseId)?.status
  /** The station told this status of this EVSE, and was answered. */
  async function told(wanted: string, evseId = 1) {
    for (;;) {
      const { request } = await post.journal.exchange('StatusNotification')
      const place = field(request, is16(version) ? 'connectorId' : 'evseId')
      if (place === evseId && field(request, is16(version) ? 'status' : 'connectorStatus') === wanted) return
    }
  }

  test('TC_H_01_CSMS TC_H_19_CSMS H01.FR.03 H01.FR.23 1.6 §5.13 an EVSE is held for a token until a time', async () => {
    const expiresAt = inAnHour()
    const command = await reserve({ expiresAt, groupId: 'FAMILY' })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' }, warnings: [] })
    const { request } = await post.journal.served('ReserveNow')
    const number = command.result?.details?.number
    expect(request).toEqual(
      is16(version)
        ? { connectorId: 1, expiryDate: expiresAt, idTag: 'ALICE', parentIdTag: 'FAMILY', reservationId: number }
        : {
            ...{ id: number, expiryDateTime: expiresAt, evseId: 1 },
            idToken: { idToken: 'ALICE', type: 'ISO14443' },
            groupIdToken: { idToken: 'FAMILY', type: 'Central' },
          },
    )
    await told('Reserved')
    expect(await status(1)).toBe('reserved')
    const reservation = await seen(idIn(command))
    expect(reservation).toMatchObject({
      ...{ stationId: id, number, state: 'active', status: 'Accepted', evseId: 1, token: 'ALICE' },
      ...{ groupId: 'FAMILY', expiresAt, commandId: command.id },
    })
    const { items } = await operator.get<List<object>>(`/reservations?stationId=${id}&state=active&token=alice`)
    expect(items).toEqual([reservation])
  })

  test('H03.FR.01 H03.FR.09 H01.FR.15 TC_046_CSMS it is used by its token alone, and the transaction names it', async () => {
    const reservation = idIn(await reserve())
    await told('Reserved')
    expect(await post.station.presentToken(rfid('BOB'))).toMatchObject({ accepted: false })
    expect(await seen(reservation)).toMatchObject({ state: 'active' })
    const reference = await post.charge('ALICE')
    const transaction = await operator.record(id, reference)
    const used = await seen(reservation)
    expect(used).toMatchObject({ state: 'used', transactionId: transaction.id })
    expect(transaction.reservationId).toBe(used.number)
    expect((await operator.carryOut(id, 'cancel-reservation', { reservationId: reservation })).state).toBe('refused')
    expect(await seen(reservation)).toMatchObject({ state: 'used' })
  })

  test('H03.FR.04 H03.FR.08 TC_053_CSMS everybody of its group may use it', async () => {
    const reservation = idIn(await reserve({ token: 'CAROL', groupId: 'FAMILY' }))
    await told('Reserved')
    const reference = await post.charge('DAVE')
    const { id: transactionId } = await operator.record(id, reference)
    expect(await seen(reservation)).toMatchObject({ state: 'used', transactionId })
  })

  test('H03.FR.09 a remote start uses it; one for another token is refused by the station', async () => {
    const reservation = idIn(await reserve())
    await told('Reserved')
    const other = await operator.carryOut(id, 'start-transaction', { evseId: 1, token: 'BOB' })
    expect(other).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
    const own = await operator.carryOut(id, 'start-transaction', { evseId: 1, token: 'ALICE' })
    expect(own).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    post.station.plugIn(car)
    await post.journal.exchange(is16(version) ? 'StartTransaction' : 'TransactionEvent')
    expect(await seen(reservation)).toMatchObject({ state: 'used' })
  })

  test('TC_H_17_CSMS H02.FR.02 1.6 §5.1 TC_051_CSMS it is cancelled, and the EVSE is free again', async () => {
    const reservation = idIn(await reserve())
    await told('Reserved')
    const command = await operator.carryOut(id, 'cancel-reservation', { reservationId: reservation })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    await told('Available')
    expect(await seen(reservation)).toMatchObject({ state: 'cancelled' })
    expect(await post.station.presentToken(rfid('BOB'))).toMatchObject({ accepted: true })
  })

  test('H02.FR.01 1.6 §5.1 TC_052_CSMS one that the station does not hold cannot be cancelled', async () => {
    const reservation = idIn(await reserve())
    await operator.carryOut(id, 'cancel-reservation', { reservationId: reservation })
    const again = await operator.carryOut(id, 'cancel-reservation', { reservationId: reservation })
    expect(again).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
    expect(await seen(reservation)).toMatchObject({ state: 'cancelled' })
  })

  test('TC_H_07_CSMS H04.FR.01 H04.FR.03 1.6 §5.13 TC_047_CSMS it expires, and the EVSE is free again', async () => {
    const reservation = idIn(await reserve())
    await told('Reserved')
    post.clock.advance(FOUR_HOURS_MS)
    if (!is16(version)) {
      const { request, refused } = await post.journal.exchange('ReservationStatusUpdate')
      expect(refused).toBe(false)
      expect(request).toMatchObject({ reservationUpdateStatus: 'Expired' })
      expect(await seen(reservation)).toMatchObject({ state: 'expired', status: 'Expired' })
    }
    await told('Available')
    expect(await post.station.presentToken(rfid('BOB'))).toMatchObject({ accepted: true })
  })

  test('TC_H_20_CSMS H01.FR.16 H01.FR.17 1.6 §5.13 an EVSE that fails or goes out of service holds nothing any more', async () => {
    const failed = idIn(await reserve())
    const closed = idIn(await reserve({ evseId: 2 }))
    await told('Reserved', 2)
    post.station.fail('GroundFailure')
    await operator.carryOut(id, 'change-availability', { evseId: 2, available: false })
    await told('Unavailable', 2)
    if (is16(version)) return
    await post.journal.exchange('ReservationStatusUpdate')
    await post.journal.exchange('ReservationStatusUpdate')
    for (const reservation of [failed, closed]) {
      expect(await seen(reservation)).toMatchObject({ state: 'removed', status: 'Removed' })
    }
  })

  test('TC_H_08_CSMS H01.FR.04 H01.FR.07 1.6 §5.13 TC_049_CSMS without an EVSE one remains for it, wherever that is', async () => {
    const reservation = idIn(await reserve({ evseId: 0 }))
    const { request } = await post.journal.served('ReserveNow')
    if (is16(version)) expect(request).toMatchObject({ connectorId: 0 })
    else expect(request).not.toHaveProperty('evseId')
    expect(await seen(reservation)).not.toHaveProperty('evseId')
    expect(await post.station.presentToken(rfid('BOB'), 1)).toMatchObject({ accepted: true })
    expect(await post.station.presentToken(rfid('BOB'), 2)).toMatchObject({ accepted: false })
    expect(await post.station.presentToken(rfid('ALICE'), 2)).toMatchObject({ accepted: true })
    post.station.plugIn(car, 2)
    await post.journal.exchange(is16(version) ? 'StartTransaction' : 'TransactionEvent')
    expect(await seen(reservation)).toMatchObject({ state: 'used', transactionId: expect.any(String) })
  })

  test('H01.FR.11 H01.FR.12 H01.FR.14 TC_048_1_CSMS TC_048_2_CSMS TC_048_3_CSMS what is occupied, failed or closed is refused, with a warning, and sent', async () => {
    await post.charge('BOB')
    await expect.poll(() => status(1)).not.toBe('available')
    const occupied = await reserve()
    expect(occupied).toMatchObject({ state: 'refused', result: { status: 'Occupied' } })
    expect(occupied.warnings).toEqual([expect.stringMatching(/^The connector is (charging|occupied|preparing)\.$/)])
    expect(await seen(idIn(occupied))).toMatchObject({ state: 'refused', status: 'Occupied' })
    post.station.fail('GroundFailure', 2)
    await told('Faulted', 2)
    expect(await reserve({ evseId: 2 })).toMatchObject({ state: 'refused', result: { status: 'Faulted' } })
    post.station.recover(2)
    await operator.carryOut(id, 'change-availability', { evseId: 2, available: false })
    await told('Unavailable', 2)
    const closed = await reserve({ evseId: 2 })
    expect(closed).toMatchObject({ state: 'refused', result: { status: 'Unavailable' } })
    expect(closed.warnings).toEqual(['The connector is unavailable.'])
  })

  test('H01.FR.11 1.6 §5.13 a reserved EVSE is not reserved twice', async () => {
    const first = idIn(await reserve())
    await told('Reserved')
    const second = await reserve({ token: 'BOB' })
    expect(second).toMatchObject({
      ...{ state: 'refused', result: { status: 'Occupied' }, warnings: ['The connector is reserved.'] },
    })
    expect(await seen(first)).toMatchObject({ state: 'active' })
  })

  test('H01.FR.02 1.6 §5.13 it is changed under its own number; a change that is refused leaves it as it was', async () => {
    const first = await reserve()
    const reservationId = idIn(first)
    await told('Reserved')
    const second = await reserve({ reservationId, token: 'BOB', evseId: 2 })
    expect(second).toMatchObject({ state: 'answered', result: { details: first.result?.details ?? {} } })
    await told('Reserved', 2)
    expect(await seen(reservationId)).toMatchObject({ state: 'active', token: 'BOB', evseId: 2, commandId: second.id })
    expect(await post.station.presentToken(rfid('ALICE'), 1)).toMatchObject({ accepted: true })
    const third = await reserve({ reservationId, token: 'ALICE', evseId: 1 })
    expect(third).toMatchObject({ state: 'refused', result: { status: 'Occupied' } })
    expect(await seen(reservationId)).toMatchObject({ state: 'active', token: 'BOB', evseId: 2 })
  })

  test('TC_H_22_CSMS H01.FR.01 1.6 §5.13 TC_048_4_CSMS a station that takes no reservations rejects it', async () => {
    post.station.settings.reservations = false
    const command = await reserve()
    expect(command).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
    expect(await seen(idIn(command))).toMatchObject({ state: 'refused', status: 'Rejected' })
  })

  test('what an operator insists on is sent, with what speaks against it', async () => {
    const expiresAt = '2020-01-01T00:00:00.000Z'
    const command = await reserve({ evseId: 7, token: 'nobody', expiresAt })
    expect(command.warnings).toEqual([
      'The station has never told of EVSE 7.',
      'The reservation would be over at once.',
      'The token is not known.',
    ])
    expect(command).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
    expect((await post.journal.served('ReserveNow')).response).toMatchObject({ status: 'Rejected' })
  })
})

describe('what a version has no words for is not sent', () => {
  const unsent = { state: 'refused', result: { error: { code: 'unsupported' } } }
  test.each([
    ['ocpp1.6', { connectorType: 'cCCS2' }],
    ['ocpp1.6', { token: 'X'.repeat(21) }],
    ['ocpp2.0.1', { connectorType: 'sFancyPlug' }],
  ] as const)('%s %j', async (version, request) => {
    const { id, station } = await raw(version)
    const wanted = { token: 'ALICE', expiresAt: inAnHour(), ...request }
    expect(await operator.carryOut(id, 'reserve-now', wanted)).toMatchObject(unsent)
    const { items } = await operator.get<List<object>>(`/reservations?stationId=${id}`)
    expect(items).toEqual([])
    station.connection.terminate()
  })

  test.each(['ocpp2.0.1', 'ocpp2.1'] as const)(
    '%s H01.FR.06 TC_H_15_CSMS a type of connector is asked for',
    async (version) => {
      const { id, station, journal } = await real(version, { hardware: 'fastCharger' })
      const wanted = { token: 'ALICE', expiresAt: inAnHour() }
      const ccs = await operator.carryOut(id, 'reserve-now', { ...wanted, connectorType: 'cCCS2' })
      expect(ccs).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
      expect(await seen(idIn(ccs))).toMatchObject({ state: 'active', connectorType: 'cCCS2' })
      const { request } = await journal.served('ReserveNow')
      expect(request).toMatchObject({ connectorType: 'cCCS2', idToken: { idToken: 'ALICE' } })
      expect(request).not.toHaveProperty('evseId')
      const type2 = await operator.carryOut(id, 'reserve-now', { ...wanted, connectorType: 'sType2' })
      expect(type2).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
      station.stop()
    },
  )
})

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s: a station that tells of its own', (version) => {
  let id = ''
  let station: RawStation
  beforeEach(async () => {
    ;({ id, station } = await raw(version))
    return () => station.connection.terminate()
  })

  const tell = (reservationId: number, reservationUpdateStatus: string) =>
    station.call('ReservationStatusUpdate', { reservationId, reservationUpdateStatus })
  async function reserved(): Promise<Wire<Reservation>> {
    const command = await operator.command(id, 'reserve-now', { token: 'ALICE', expiresAt: inAnHour() })
    station.send([3, (await station.asked()).id, { status: 'Accepted' }])
    return await seen(idIn(await operator.settled(command)))
  }

  test('H04 of a reservation nobody made is answered, and changes nothing', async () => {
    const { id: reservationId } = await reserved()
    expect(resultOf(await tell(123_456, 'Removed'))).toEqual({})
    expect(await seen(reservationId)).toMatchObject({ state: 'active' })
  })

  test('H04.FR.01 twice, and differently, is believed the first time', async () => {
    const { id: reservationId, number } = await reserved()
    expect(resultOf(await tell(number, 'Expired'))).toEqual({})
    expect(resultOf(await tell(number, 'Removed'))).toEqual({})
    expect(await seen(reservationId)).toMatchObject({ state: 'expired', status: 'Expired' })
  })

  test('H03.FR.11 that its driver came and did not charge', async () => {
    const { id: reservationId, number } = await reserved()
    // 2.0.1 has no such word; said all the same, it is a deviation and is understood.
    expect(resultOf(await tell(number, 'NoTransaction'))).toEqual({})
    expect(await seen(reservationId)).toMatchObject({ state: 'unused' })
  })

  test('a reservation that was never answered may be held', async () => {
    const expiresAt = new Date(Date.now() + HOUR_MS).toISOString()
    const command = await operator.command(id, 'reserve-now', { token: 'ALICE', expiresAt })
    const asked = await station.asked()
    station.connection.terminate()
    expect(await operator.settled(command)).toMatchObject({ state: 'lost' })
    const { items } = await operator.get<List<Wire<Reservation>>>(`/reservations?stationId=${id}`)
    expect(items).toMatchObject([{ state: 'asked', number: field(asked.payload, 'id') }])
  })

  test('a station that answers with an error holds nothing', async () => {
    await operator.command(id, 'reserve-now', { token: 'ALICE', expiresAt: inAnHour() })
    station.send([4, (await station.asked()).id, 'NotImplemented', 'no reservations', {}])
    const only = async () => (await operator.get<List<Wire<Reservation>>>(`/reservations?stationId=${id}`)).items
    await expect.poll(async () => (await only())[0]?.state).toBe('refused')
  })

  test('a reservation of another station is not cancelled here', async () => {
    const { id: reservationId } = await reserved()
    const { id: otherId, station: other } = await raw(version)
    const command = await operator.carryOut(otherId, 'cancel-reservation', { reservationId })
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'not-found' } } })
    expect(await seen(reservationId)).toMatchObject({ state: 'active' })
    other.connection.terminate()
  })
})
