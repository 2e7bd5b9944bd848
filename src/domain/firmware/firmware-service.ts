import { answerOf, cancelOlder, type MeantErrand, settleSilent, settleUnsent } from '#domain/errands'
import { publishLive } from '#domain/live'
import type { Firmware } from './firmware.ts'
import type { FirmwareOptions } from './firmware-options.ts'
import { createFirmwareTrust } from './firmware-trust.ts'
import { createImages } from './images-service.ts'
import { createOrders } from './orders.ts'
import { advancePublication, endPublications, loadPublication, loadPublications } from './publication-store.ts'
import type { UpdateStatus } from './update.ts'
import {
  advanceUpdate,
  deleteUpdates,
  loadOpenImage,
  loadUpdate,
  loadUpdates,
  settleByBoot,
  type UpdateRow,
} from './update-store.ts'

/** Firmware at stations: what they were told, and what they told of it. */
export function createFirmware(options: FirmwareOptions): Firmware {
  const { database, bus, clock, tickets } = options
  const trust = createFirmwareTrust(options)
  const orders = createOrders(options, trust)
  const now = () => new Date(clock.nowMs())

  function tell({ id, party_id, station_id, status, outcome }: UpdateRow): void {
    publishLive(bus, party_id, station_id, now(), { kind: 'firmware-update', updateId: id, status, outcome })
  }

  async function advance(meant: MeantErrand, status: UpdateStatus, at: Date): Promise<void> {
    const moved = await database.transaction(async (queries) => {
      const row = await advanceUpdate(queries, meant, status, at)
      if (row === undefined || status !== 'accepted') return row === undefined ? [] : [row]
      return [row, ...(await cancelOlder(queries, 'firmware_update', row, at))]
    })
    moved.forEach(tell)
  }

  return {
    ...orders,
    images: createImages(options, trust),
    publications: {
      get: (scope, id) => loadPublication(database, scope, id),
      list: (scope, filter, page) => loadPublications(database, scope, filter, page),
    },
    async settle(command, move) {
      const { id: commandId, kind, stationId } = command
      const answer = answerOf(move)
      if (answer === undefined) return
      if (kind === 'update-firmware') await advance({ commandId }, answer, now())
      if (kind === 'publish-firmware') {
        const report = { status: answer, locations: [], at: now() }
        await database.transaction((queries) => advancePublication(queries, { commandId }, report))
      }
      if (kind === 'unpublish-firmware' && answer === 'accepted') {
        await endPublications(database, stationId, await orders.checksumOf(command), now())
      }
    },
    async report({ stationId, requestId, status, at }) {
      await advance({ stationId, requestId }, status, at)
    },
    async reportPublication({ stationId, requestId, ...report }) {
      await database.transaction((queries) => advancePublication(queries, { stationId, requestId }, report))
    },
    async sweep() {
      const unsent = await settleUnsent(database, 'firmware_update', now())
      const booted = await settleByBoot(database)
      const settled = [...booted, ...unsent, ...(await settleSilent(database, 'firmware_update', now()))]
      settled.forEach(tell)
      const publications = [
        ...(await settleUnsent(database, 'firmware_publication', now())),
        ...(await settleSilent(database, 'firmware_publication', now())),
      ]
      return settled.length + publications.length
    },
    removeBefore: (time, atMost) => deleteUpdates(database, time, atMost),
    get: (scope, updateId) => loadUpdate(database, scope, updateId),
    list: (scope, filter, page) => loadUpdates(database, scope, filter, page),
    async download(ticket) {
      const id = tickets.read('firmware', ticket)
      return id === undefined ? undefined : await loadOpenImage(database, id, now())
    },
  }
}
