import type { OcppVersion } from '#ocpp/rpc'
import { type RawFrame, RawStation } from '#test/raw-station'

const boots: Readonly<Record<OcppVersion, object>> = {
  'ocpp1.6': { chargePointVendor: 'Acme', chargePointModel: 'One' },
  'ocpp2.0.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
  'ocpp2.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
}

/** The wire of a station that has connected and booted; the test says every further word of it. */
export async function bootedStation(
  { ocppUrl }: { readonly ocppUrl: string },
  identity: string,
  version: OcppVersion,
): Promise<RawStation> {
  const station = await RawStation.connect({ url: ocppUrl, identity, versions: [version] })
  await station.call('BootNotification', boots[version])
  return station
}

/** The payload of a CALLRESULT. @throws Error for any other frame. */
export function resultOf(frame: RawFrame): unknown {
  if (frame[0] !== 3) throw new Error(`${JSON.stringify(frame)} is no CALLRESULT`)
  return frame[2]
}

/** A moment of the day before, as stations write it: never ahead of the platform's clock. */
export function yesterdayAt(time: string): string {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  return `${day}T${time}Z`
}
