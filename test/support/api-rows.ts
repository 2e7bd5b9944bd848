import type { ApiPlatform } from '#test/api-platform'

/** The id of one row of each resource of the API, by the word its address begins with. */
export type ApiRows = Readonly<Record<string, string>>

/** Gives a party one of everything: a station that was connected, charged and told of itself; every text says whose. */
export async function rowsOf({ services, accounts, clock }: ApiPlatform, partyId: string): Promise<ApiRows> {
  const at = new Date(clock.nowMs() - 3_600_000)
  const scope = { partyIds: [partyId] }
  const location = await services.locations.create({ partyId, name: `${partyId} harbour`, timeZone: 'Europe/Berlin' })
  const stationId = `${partyId}-station`
  await services.stations.create({ id: stationId, partyId, name: partyId, locationId: location.id })
  await tell({ services }, partyId, stationId, at)
  const receivedAt = new Date(clock.nowMs())
  const part = { stationId, partyId, requestId: 1, seqNo: 0, toBeContinued: false, data: partyId, receivedAt }
  await services.customerInformation.recordPart(part)
  const reservation = await services.reservations.next()
  const expiresAt = new Date(clock.nowMs() + 3_600_000)
  const reserved = { stationId, partyId, commandId: partyId, token: partyId, tokenKind: 'rfid', expiresAt }
  await services.reservations.asked(reservation, reserved)
  const prices = { energy: { prices: [{ price: '0.25' }] } }
  const tariff = await services.tariffs.create({ partyId, name: partyId, currency: 'EUR', ...prices })
  const cost = { stationId, partyId, reference: `${partyId}-1`, final: true, at, currency: 'EUR', details: { partyId } }
  await services.tariffs.recordCost(cost)
  const paid = { stationId, reference: `${partyId}-card`, state: 'settled' } as const
  await services.payments.settledByStation(paid)
  const [payment] = (await services.payments.list(scope, {}, { limit: 1 })).items
  const battery = { evseId: 1, serialNumber: partyId, stateOfCharge: 9, stateOfHealth: 99 }
  const swap = { stationId, requestId: 1, kind: 'in', token: partyId, tokenKind: 'rfid', receivedAt: at } as const
  await services.batterySwaps.record({ ...swap, batteries: [battery] })
  const page = { urlTemplate: 'https://pay.example/{chargingstationid}/{totp}/{version}', validityS: 60, codeLength: 8 }
  const { commandId } = await services.webPayments.configure(scope, stationId, { ...page, requestedBy: partyId })
  const memberships = [{ partyId, role: 'viewer' }] as const
  const person = { name: partyId, email: `${partyId}@example.org`, memberships }
  return {
    parties: partyId,
    stations: stationId,
    locations: location.id,
    tokens: (await services.authorization.create({ partyId, value: `${partyId}-token` })).id,
    transactions: (await services.transactions.find(scope, stationId, `${partyId}-1`)).id,
    reservations: reservation.id,
    tariffs: tariff.id,
    payments: payment?.id ?? '',
    receipts: payment?.id ?? '',
    commands: commandId ?? '',
    accounts: (await accounts.create(person)).id,
    keys: (await accounts.createKey({ name: partyId, partyId, role: 'viewer' })).key.id,
  }
}

async function tell({ services }: Pick<ApiPlatform, 'services'>, partyId: string, stationId: string, at: Date) {
  const connection = { stationId, node: 'n', remoteAddress: '203.0.113.5', securityProfile: 0 } as const
  const { epoch } = await services.stations.connect({ ...connection, protocol: 'ocpp2.0.1' })
  await services.stations.boot(stationId, { vendor: partyId, model: 'M1' })
  await services.stations.reportStatus({ stationId, evseId: 1, connectorId: 1, status: 'available', at })
  const said = { stationId, partyId, at, receivedAt: at }
  const reading = { at, registerWh: 5, powerW: 11_000, samples: [{ value: 5 }] }
  const facts = { evseId: 1, token: { value: `${partyId}-token`, kind: 'rfid' } } as const
  const reference = `${partyId}-1`
  await services.transactions.report({ ...said, reference, kind: 'started', seqNo: 0, facts, readings: [reading] })
  await services.transactions.report({ ...said, reference, kind: 'ended', seqNo: 1, facts: {}, readings: [] })
  await services.stationEvents.record([{ ...said, kind: 'security', type: partyId, facts: {} }])
  const heartbeat = { direction: 'in', kind: 'call', action: 'Heartbeat', frame: `["${partyId}"]` } as const
  services.messages.log(stationId, at.getTime(), heartbeat)
  await services.messages.flush()
  const variable = { component: partyId, name: partyId, attribute: 'Actual', value: partyId } as const
  await services.deviceModel.record(stationId, [variable], at)
  await services.stations.disconnect(stationId, epoch, at)
}

/** The address of a route with `:id` filled in. */
export function pathOf(url: string, rows: ApiRows): string {
  const [, resource = ''] = /^\/api\/v1\/(\w+)\/:id/.exec(url) ?? []
  return url.replace(':id', rows[resource] ?? 'no row of this resource')
}
