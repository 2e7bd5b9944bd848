import type { Command, CommandKind } from '#domain/commands'
import { newId, type Page } from '#kernel'
import type { ApiPlatform } from '#test/api-platform'

/** The id of one row of each resource of the API, by the word its address begins with. */
export type ApiRows = Readonly<Record<string, string>>

/** Gives a party one of everything: a station that was connected, charged and told of itself; every text says whose. */
export async function rowsOf(platform: ApiPlatform, partyId: string): Promise<ApiRows> {
  const { services, accounts, clock } = platform
  const at = new Date(clock.nowMs() - 3_600_000)
  const scope = { partyIds: [partyId] }
  const location = await services.locations.create({ partyId, name: `${partyId} harbour`, timeZone: 'Europe/Berlin' })
  const stationId = `${partyId}-station`
  await services.stations.create({ id: stationId, partyId, name: partyId, locationId: location.id })
  const mail = { partyId, kind: 'mail', target: `${partyId}@example.org` } as const
  const { recipient } = await services.alerts.createRecipient(mail)
  await tell({ services }, partyId, stationId, at)
  const receivedAt = new Date(clock.nowMs())
  const part = { stationId, partyId, requestId: 1, seqNo: 0, toBeContinued: false, data: partyId, receivedAt }
  await services.customerInformation.recordPart(part)
  const reservation = await services.reservations.next()
  const expiresAt = new Date(clock.nowMs() + 3_600_000)
  const reserved = { stationId, partyId, commandId: partyId, token: partyId, tokenKind: 'rfid', expiresAt }
  await services.reservations.asked(reservation, reserved)
  await services.alerts.sweep()
  const [alert] = (await services.alerts.list(scope, {}, { limit: 1 })).items
  const wanted = [{ component: partyId, name: partyId, value: `not ${partyId}` }]
  const template = await services.configuration.templates.create({
    partyId,
    name: partyId,
    group: { model: 'M*' },
    wanted,
  })
  const requester = { requestedBy: partyId, requestedByName: partyId }
  const change = { partyId, name: partyId, kind: 'configuration', templateId: template.id, ...requester } as const
  await services.campaigns.create(change)
  await services.configuration.work()
  const command = { stationId, kind: 'clear-cache', request: {}, requestedBy: partyId } as const
  const sent = await services.commands.submit(scope, command)
  const prices = { energy: { prices: [{ price: '0.25' }] } }
  const tariff = await services.tariffs.create({ partyId, name: partyId, currency: 'EUR', ...prices })
  const cost = { stationId, partyId, reference: `${partyId}-1`, final: true, at, currency: 'EUR', details: { partyId } }
  await services.tariffs.recordCost(cost)
  await services.costs.assign(scope, stationId, 0, tariff.id)
  await services.costs.ended(partyId, stationId, `${partyId}-1`)
  await services.settlements.configure(scope, partyId, { url: 'https://psp.example/' })
  const paid = { stationId, reference: `${partyId}-card`, state: 'settled' } as const
  await services.payments.settledByStation(paid)
  const [payment] = (await services.payments.list(scope, {}, { limit: 1 })).items
  const battery = { evseId: 1, serialNumber: partyId, stateOfCharge: 9, stateOfHealth: 99 }
  const swap = { stationId, requestId: 1, kind: 'in', token: partyId, tokenKind: 'rfid', receivedAt: at } as const
  await services.batterySwaps.record({ ...swap, batteries: [battery] })
  const page = { urlTemplate: 'https://pay.example/{chargingstationid}/{totp}/{version}', validityS: 60, codeLength: 8 }
  await services.webPayments.configure(scope, stationId, { ...page, requestedBy: partyId })
  const memberships = [{ partyId, role: 'viewer' }] as const
  const person = { name: partyId, email: `${partyId}@example.org`, memberships }
  const token = await services.authorization.create({ partyId, value: `${partyId}-token` })
  await services.balances.set(scope, token.id, { currency: 'EUR', amount: '10' })
  await services.balances.adjust(scope, token.id, { amount: '1', note: partyId, key: partyId })
  await services.localLists.confirm(stationId, 1, [{ value: partyId, kind: 'rfid', status: 'accepted' }])
  const stranger = `${partyId}-stranger`
  await platform.database.query(
    '',
    `INSERT INTO stranger (id, party_id, kind, identity, remote_address, reason, first_at, last_at, times)
     VALUES ($1, $2, 'unknown-station', $1, '203.0.113.9', 'unknown-station', $3, $3, 1)`,
    [stranger, partyId, at],
  )
  return {
    parties: partyId,
    stations: stationId,
    strangers: stranger,
    locations: location.id,
    tokens: token.id,
    transactions: (await services.transactions.find(scope, stationId, `${partyId}-1`)).id,
    reservations: reservation.id,
    'configuration-templates': template.id,
    commands: sent.id,
    ...(await filedRows(platform, sent)),
    alerts: alert?.id ?? '',
    recipients: recipient.id,
    tariffs: tariff.id,
    payments: payment?.id ?? '',
    receipts: payment?.id ?? '',
    accounts: (await accounts.create(person)).id,
    keys: (await accounts.createKey({ name: partyId, partyId, role: 'viewer' })).key.id,
  }
}

/** Firmware, an update and a publication made of it, and a log that has come. */
async function filedRows({ services, clock }: ApiPlatform, sent: Command): Promise<ApiRows> {
  const { firmware, diagnostics, campaigns } = services
  const { partyId } = sent
  const scope = { partyIds: [partyId] }
  const make = { partyId, vendor: partyId, version: '2.0', location: `https://${partyId}.example/2.0.bin` }
  const { id: imageId } = await firmware.images.create({ ...make, md5: 'a'.repeat(32) })
  const about = (kind: CommandKind, request: Command['request']) => ({
    ...{ requestId: 1, signed: false },
    command: { ...sent, id: newId(clock.nowMs()), kind, request },
  })
  await firmware.prepareUpdate(about('update-firmware', { imageId }))
  await firmware.preparePublication(about('publish-firmware', { imageId }))
  const target = await diagnostics.prepare(about('get-log', { log: 'diagnostics' }))
  const content = (async function* () {
    yield Buffer.from(`log of ${partyId}`)
  })()
  await diagnostics.receive('ticket' in target ? target.ticket : '', `${partyId}.log`, content)
  const reboots = {
    ...{ partyId, name: `${partyId} spring`, group: { stationIds: [sent.stationId] } },
    ...{ requestedBy: partyId, requestedByName: partyId },
  }
  const campaign = await campaigns.create({ ...reboots, kind: 'reboot' })
  const schedule = await services.rebootSchedules.create({ ...reboots, everyDays: 7 })
  const first = async (list: Promise<Page<{ id: string }>>) => (await list).items[0]?.id ?? ''
  return {
    campaigns: campaign.id,
    'reboot-schedules': schedule.id,
    'firmware-images': imageId,
    'firmware-updates': await first(firmware.list(scope, {}, { limit: 1 })),
    'firmware-publications': await first(firmware.publications.list(scope, {}, { limit: 1 })),
    'station-logs': await first(diagnostics.list(scope, {}, { limit: 1 })),
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
  await tellCertificates(services, stationId, at)
  const periods = [{ startS: 0, limit: '16' }]
  const limit = {
    stationId,
    evseId: 0,
    source: partyId,
    schedules: [{ rateUnit: 'A', periods }],
    notifiedAt: at,
  } as const
  await services.smartCharging.limitNotified(limit)
  const profile = {
    purpose: 'transaction-default',
    stackLevel: 0,
    kind: 'relative',
    schedules: limit.schedules,
  } as const
  await services.smartCharging.prepare({ stationId, commandId: partyId, evseId: 0, profile })
  await services.smartCharging.needs({ stationId, partyId, evseId: 2, needs: { facts: { partyId } }, neededAt: at })
  await services.derControls.alarm({ stationId, kind: 'volt-var', ended: false, at })
  const control = { kind: 'limit-max-discharge', isDefault: true, priority: 0, maxDischargePct: 50 } as const
  await services.derControls.accepted(stationId, partyId, control, [])
  await services.smartCharging.changeNeedsRule({ partyIds: [partyId] }, stationId, { decides: 'never' })
  const monitor = { ...variable, id: 1, type: 'periodic', value: 60, severity: 8, duringTransaction: false } as const
  await services.monitoring.learn(stationId, { kind: 'set', monitors: [monitor] })
  const message = { id: 1, priority: 'in-front', wordings: [{ format: 'utf8', content: partyId }] } as const
  await services.displayMessages.learn(stationId, { kind: 'set', message })
  await services.eventStreams.open(stationId, { id: 1, monitorId: 1, pace: { values: 1 } })
  const values = [{ at, value: partyId }]
  await services.eventStreams.record({ stationId, streamId: 1, values, pending: 0, receivedAt: at })
  await services.stations.disconnect(stationId, epoch, at)
}

async function tellCertificates({ certificates }: ApiPlatform['services'], stationId: string, at: Date) {
  const hashes = { issuerNameHash: 'ab', issuerKeyHash: 'cd', serialNumber: '1' }
  const told = { use: 'platform-root', hashData: { algorithm: 'SHA256', ...hashes }, children: [] } as const
  await certificates.recordInstalled(stationId, undefined, [told])
  const days = { notBefore: at, notAfter: new Date(at.getTime() + 86_400_000) }
  const shown = { fingerprint: `of ${stationId}`, serialNumber: '1', subject: `CN=${stationId}`, keyHash: 'ef' }
  await certificates.used(stationId, { ...shown, ...days })
}

/** The address of a route with `:id` filled in. */
export function pathOf(url: string, rows: ApiRows): string {
  const [, resource = ''] = /^\/api\/v1\/([\w-]+)\/:id/.exec(url) ?? []
  return url.replace(':id', rows[resource] ?? 'no row of this resource')
}
