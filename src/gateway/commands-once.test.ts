import { expect, test } from 'vitest'
import { COMMAND_SUBJECT, type Commands } from '#domain/commands'
import { everyParty, subjectWord } from '#kernel'
import { startGateway } from '#test/gateway-stand'

const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }
const ID = 'CS-1'

/** A gateway whose commands are read as `change` says, and a command that waits for a station. */
async function stand(change: (commands: Commands) => Partial<Commands>) {
  const stand = await startGateway(({ commands }) => ({ commands: { ...commands, ...change(commands) } }))
  await stand.addStation({ id: ID })
  const say = async (data: string) => {
    const request = { vendorId: 'acme', data }
    const command = { stationId: ID, kind: 'data-transfer' as const, request, requestedBy: 'a test' }
    return (await stand.services.commands.submit(everyParty, command)).id
  }
  const state = async (commandId: string) => (await stand.services.commands.get(everyParty, commandId)).state
  return { ...stand, say, state }
}

test('F-07: a command that was carried out while what waits was being read does not go out once more', async () => {
  const held = Promise.withResolvers<void>()
  const read = Promise.withResolvers<void>()
  const { say, state, connect, bus, close } = await stand((commands) => ({
    async waiting(stationId) {
      const found = await commands.waiting(stationId)
      read.resolve()
      await held.promise
      return found
    },
  }))
  const first = await say('1')
  const station = await connect(ID)
  await station.call('BootNotification', boot)
  await read.promise
  // It comes over the bus as well: it was stored before the station came, and handed over after.
  await bus.request(COMMAND_SUBJECT(subjectWord(ID)), { version: 1, commandId: first, stationId: ID }, 1_000)
  const asked = await station.asked()
  expect(asked.payload).toMatchObject({ data: '1' })
  station.send([3, asked.id, { status: 'Accepted' }])
  await expect.poll(() => state(first)).toBe('answered')
  held.resolve()
  const second = await say('2')
  const next = await station.asked()
  expect(next.payload).toMatchObject({ data: '2' })
  station.send([3, next.id, { status: 'Accepted' }])
  await expect.poll(() => state(second)).toBe('answered')
  expect(await station.call('Heartbeat')).toMatchObject([3, 'm-2', {}])
  expect(station.frames.size).toBe(0)
  await close()
})

test('F-07: what is still in the hand of a connection that has gone goes out over the one after it', async () => {
  const reading = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  let isHeld = false
  let fetched = 0
  const { say, state, connect, close } = await stand((commands) => ({
    async toSend(commandId) {
      reading.resolve()
      if (isHeld) await held.promise
      return await commands.toSend(commandId)
    },
    async waiting(stationId) {
      const found = await commands.waiting(stationId)
      // By the next turn whoever asked has gone through it.
      setImmediate(() => {
        fetched += 1
      })
      return found
    },
  }))
  const older = await connect(ID)
  await older.call('BootNotification', boot)
  isHeld = true
  const saying = say('1')
  await reading.promise
  const before = fetched
  const newer = await connect(ID)
  await older.closed
  await newer.call('BootNotification', boot)
  await expect.poll(() => fetched).toBeGreaterThan(before)
  held.resolve()
  const command = await saying
  const asked = await newer.asked()
  expect(asked.payload).toMatchObject({ data: '1' })
  newer.send([3, asked.id, { status: 'Accepted' }])
  await expect.poll(() => state(command)).toBe('answered')
  await close()
})
