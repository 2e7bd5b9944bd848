import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { car, openStand, type Stand, token } from '../testing/stand.ts'

const bob = { idToken: 'BOB', type: 'Central' }

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s', (version) => {
  let stand: Stand

  beforeEach(async () => {
    stand = await openStand({ version, hardware: 'doublePost' })
    await stand.boot()
  })

  afterEach(async () => {
    await stand.close()
    expect(stand.csms.violations).toEqual([])
  })

  const transactionId = async () => {
    await stand.charge()
    return stand.station.evse(1)?.transaction?.id ?? ''
  }

  test('F01/F02 RequestStartTransaction: Started carries token and remoteStartId', async () => {
    const { csms, station, heard } = stand
    const request = { idToken: bob, remoteStartId: 5, evseId: 2 }
    expect(await csms.call('RequestStartTransaction', request)).toEqual({ status: 'Accepted' })
    station.plugIn(car, 2)
    expect(await heard('TransactionEvent')).toMatchObject({
      eventType: 'Started',
      transactionInfo: { remoteStartId: 5 },
      idToken: bob,
      evse: { id: 2 },
    })
  })

  test('F03 RequestStopTransaction ends it with reason Remote', async () => {
    const { csms, heard } = stand
    const id = await transactionId()
    expect(await csms.call('RequestStopTransaction', { transactionId: 'other' })).toEqual({ status: 'Rejected' })
    expect(await csms.call('RequestStopTransaction', { transactionId: id })).toEqual({ status: 'Accepted' })
    expect(await heard('TransactionEvent')).toMatchObject({
      eventType: 'Ended',
      triggerReason: 'RemoteStop',
      transactionInfo: { stoppedReason: 'Remote' },
    })
  })

  test('E14 GetTransactionStatus: ongoing, and whether messages wait', async () => {
    const { csms } = stand
    const id = await transactionId()
    expect(await csms.call('GetTransactionStatus', { transactionId: id })).toEqual({
      ongoingIndicator: true,
      messagesInQueue: false,
    })
    expect(await csms.call('GetTransactionStatus', {})).toEqual({ messagesInQueue: false })
    csms.answer('TransactionEvent', () => 'silence')
    await stand.station.presentToken(token)
    expect(await csms.call('GetTransactionStatus', { transactionId: id })).toEqual({
      ongoingIndicator: false,
      messagesInQueue: true,
    })
  })

  test('B12 Reset Immediate ends transactions and boots with RemoteReset', async () => {
    const { csms, clock, journal, heard } = stand
    await transactionId()
    expect(await csms.call('Reset', { type: 'Immediate' })).toEqual({ status: 'Accepted' })
    await journal.state('offline')
    clock.advance(3_000)
    expect(await heard('BootNotification')).toMatchObject({ reason: 'RemoteReset' })
    expect(await heard('TransactionEvent')).toMatchObject({
      eventType: 'Ended',
      triggerReason: 'ResetCommand',
      transactionInfo: { stoppedReason: 'ImmediateReset' },
    })
  })

  test('B11 Reset OnIdle is Scheduled and waits for the transaction to end', async () => {
    const { csms, clock, station, journal, heard } = stand
    await transactionId()
    expect(await csms.call('Reset', { type: 'OnIdle' })).toEqual({ status: 'Scheduled' })
    await station.presentToken(token)
    expect(await heard('TransactionEvent')).toMatchObject({ eventType: 'Ended', triggerReason: 'StopAuthorized' })
    const down = journal.state('offline')
    clock.advance(1)
    await down
    clock.advance(3_000)
    expect(await heard('BootNotification')).toMatchObject({ reason: 'RemoteReset' })
  })

  test('G03 ChangeAvailability of one EVSE', async () => {
    const { csms, heard } = stand
    const command = { evse: { id: 2 }, operationalStatus: 'Inoperative' }
    expect(await csms.call('ChangeAvailability', command)).toEqual({ status: 'Accepted' })
    expect(await heard('StatusNotification')).toMatchObject({ evseId: 2, connectorStatus: 'Unavailable' })
  })

  test('F05 UnlockConnector never interrupts an authorized transaction', async () => {
    const { csms } = stand
    await transactionId()
    const unlock = (evseId: number, connectorId: number) => csms.call('UnlockConnector', { evseId, connectorId })
    expect(await unlock(1, 1)).toEqual({ status: 'OngoingAuthorizedTransaction' })
    expect(await unlock(2, 1)).toEqual({ status: 'Unlocked' })
    expect(await unlock(2, 9)).toEqual({ status: 'UnknownConnector' })
  })

  test('B06 GetVariables: value, unknown component, unknown variable, other attribute', async () => {
    const ask = (component: string, variable: string, more = {}) => ({
      component: { name: component },
      variable: { name: variable },
      ...more,
    })
    const { getVariableResult } = await stand.csms.call('GetVariables', {
      getVariableData: [
        ask('ocppcommctrlr', 'heartbeatinterval'),
        ask('CoffeeCtrlr', 'Beans'),
        ask('TxCtrlr', 'Beans'),
        ask('TxCtrlr', 'TxStartPoint', { attributeType: 'Target' }),
      ],
    })
    expect(getVariableResult).toMatchObject([
      { attributeStatus: 'Accepted', attributeValue: '600' },
      { attributeStatus: 'UnknownComponent' },
      { attributeStatus: 'UnknownVariable' },
      { attributeStatus: 'NotSupportedAttributeType' },
    ])
  })

  test('F-05 more than ItemsPerMessage variables at once are refused', async () => {
    const one = { component: { name: 'TxCtrlr' }, variable: { name: 'TxStartPoint' } }
    const answer = await stand.csms.call('GetVariables', { getVariableData: Array.from({ length: 11 }, () => one) })
    expect(String(answer.error)).toMatch(/^Occurr?enceConstraintViolation$/)
  })

  test('B05 SetVariables changes what can be changed, and it takes effect', async () => {
    const { csms, clock, heard } = stand
    const { setVariableResult } = await csms.call('SetVariables', {
      setVariableData: [
        { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' }, attributeValue: '7' },
        { component: { name: 'ChargingStation' }, variable: { name: 'Model' }, attributeValue: 'Mine' },
      ],
    })
    expect(setVariableResult).toMatchObject([{ attributeStatus: 'Accepted' }, { attributeStatus: 'Rejected' }])
    clock.advance(7_000)
    expect(await heard('Heartbeat')).toEqual({})
  })

  test('F-06 GetBaseReport: parts numbered from 0, all but the last announce another', async () => {
    const { csms, heard } = stand
    expect(await csms.call('GetBaseReport', { requestId: 9, reportBase: 'FullInventory' })).toEqual({
      status: 'Accepted',
    })
    const parts = []
    for (;;) {
      const part = await heard('NotifyReport')
      parts.push(part)
      if (!('tbc' in part) || part.tbc === false) break
    }
    expect(parts).toMatchObject(parts.map((_, seqNo) => ({ requestId: 9, seqNo, tbc: seqNo < parts.length - 1 })))
    expect(parts.length).toBeGreaterThan(2)
  })

  test.each(['Heartbeat', 'StatusNotification', 'MeterValues', 'FirmwareStatusNotification', 'LogStatusNotification'])(
    'F06 TriggerMessage %s is Accepted and then sent',
    async (requestedMessage) => {
      const { csms, heard } = stand
      const command = { requestedMessage, evse: { id: 1, connectorId: 1 } }
      expect(await csms.call('TriggerMessage', command)).toEqual({ status: 'Accepted' })
      expect(await heard(requestedMessage)).toBeDefined()
    },
  )

  test('F06 TriggerMessage TransactionEvent tells the running transaction with context Trigger', async () => {
    const { csms, heard } = stand
    await transactionId()
    await csms.call('TriggerMessage', { requestedMessage: 'TransactionEvent', evse: { id: 1 } })
    const event = await heard('TransactionEvent')
    expect(event).toMatchObject({ eventType: 'Updated', triggerReason: 'Trigger' })
    expect(JSON.stringify(event)).toContain('"context":"Trigger"')
  })

  test('F06.FR.17 BootNotification is not triggered again once accepted', async () => {
    const answer = await stand.csms.call('TriggerMessage', { requestedMessage: 'BootNotification' })
    expect(answer).toEqual({ status: 'Rejected' })
  })

  test('B-06 what the version does not know is NotImplemented, what is not for stations is NotSupported', async () => {
    expect(await stand.csms.call('MakeCoffee', {})).toEqual({ error: 'NotImplemented' })
    expect(await stand.csms.call('Authorize', {})).toEqual({ error: 'NotSupported' })
    expect(await stand.csms.call('AFRRSignal', {})).toEqual({
      error: version === 'ocpp2.1' ? 'NotSupported' : 'NotImplemented',
    })
  })
})
