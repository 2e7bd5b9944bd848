import { known } from '#kernel'
import { Batcher } from '#storage'
import { judgeHandshake, type KnownStation } from './handshake.ts'
import {
  createNewcomers,
  forgetFormerSecrets,
  keepCertificateName,
  loadFacts,
  type Newcomer,
  type StationFacts,
} from './handshake-store.ts'
import type { StationsOptions } from './options.ts'
import { hashSecret, opensWith } from './secret.ts'
import type { Handshake, HandshakeVerdict, Stations } from './station.ts'
import { isStationId } from './station-id.ts'

const WAITING_LIMIT = 500
const ACCEPT_LIMIT = 100_000

const UNKNOWN: HandshakeVerdict = { status: 'refused', reason: 'unknown-station', unannounced: true }

type Door = Pick<Stations, 'judgeHandshake' | 'keepCertificateName' | 'close'>

/** Who may open a socket. After an outage every station asks within seconds, so questions are answered in groups. */
export function createDoor(options: StationsOptions): Door {
  const { database, settings, secretKey, logger, clock, metrics } = options
  const lane = { clock, ...(metrics && { metrics }) }
  const facts = new Batcher({
    ...lane,
    name: 'station-facts',
    maxInFlight: 2,
    flush: (ids: string[]) => loadFacts(database, ids),
  })
  const newcomers = new Batcher({
    ...lane,
    name: 'station-newcomers',
    flush: (found: Newcomer[]) => createNewcomers(database, found, newcomerLimit(options)),
  })

  async function judgeKnown(handshake: Handshake, station: StationFacts): Promise<HandshakeVerdict> {
    const password = handshake.basicAuth?.password
    const opens = (hashes: string | null) =>
      password !== undefined && (hashes?.split(' ').some((hash) => opensWith(secretKey, hash, password)) ?? false)
    const current = opens(station.secretHash)
    const presented = current || opens(station.formerSecretHashes)
    const secret = presented ? 'presented' : station.secretHash === null ? 'none' : 'wrong-or-absent'
    const verdict = judgeHandshake(handshake, knownStation(station, secret), settings)
    if (verdict.status === 'refused') {
      logger.info('A station was refused', { stationId: station.id, reason: verdict.reason })
    } else if (current && station.formerSecretHashes !== null) {
      // until now a station that never heard of the change could still come in.
      await forgetFormerSecrets(database, station.id)
    }
    return verdict
  }

  async function judgeUnknown(handshake: Handshake): Promise<HandshakeVerdict> {
    if (settings.unknownStations === 'refuse') return UNKNOWN
    const newcomer = asNewcomer(handshake, options)
    const station = { ...NEW_FACTS, ...newcomer }
    const secret = newcomer.secretHash === undefined ? 'none' : 'presented'
    const verdict = judgeHandshake(handshake, knownStation(station, secret), settings)
    if (verdict.status === 'refused') return { ...verdict, unannounced: true }
    await newcomers.add(newcomer)
    // Another connection may have let the same station in meanwhile, with another secret.
    const stored = await facts.add(handshake.identity)
    if (stored === undefined) {
      logger.warn('An unannounced station was turned away: too many are there', { stationId: handshake.identity })
      return UNKNOWN
    }
    return await judgeKnown(handshake, stored)
  }

  return {
    async judgeHandshake(handshake) {
      if (!isStationId(handshake.identity)) return UNKNOWN
      const station = await facts.add(handshake.identity)
      return station === undefined ? await judgeUnknown(handshake) : await judgeKnown(handshake, station)
    },
    keepCertificateName: (stationId, name) => keepCertificateName(database, stationId, name),
    async close() {
      await Promise.all([facts.close(), newcomers.close()])
    },
  }
}

const NEW_FACTS = {
  securityProfile: 0,
  securityProfileSet: false,
  awaitedSecurityProfiles: [],
  allowProfileDowngrade: false,
  allowExpiredCertificate: false,
  serialNumber: null,
  certificateName: null,
  validation: null,
  booted: false,
  vendor: null,
  model: null,
  firmwareVersion: null,
} as const

function knownStation(
  station: Omit<StationFacts, 'secretHash' | 'formerSecretHashes'>,
  secret: KnownStation['secret'],
): KnownStation {
  const { serialNumber, certificateName, validation, vendor, model, firmwareVersion } = station
  const make = known({ vendor, model, firmwareVersion })
  return {
    ...{ ...station, secret, make },
    serialNumber: serialNumber ?? undefined,
    certificateName: certificateName ?? undefined,
    validation: validation ?? undefined,
  }
}

function asNewcomer({ identity, basicAuth }: Handshake, { settings, secretKey }: StationsOptions): Newcomer {
  const accepted = settings.unknownStations === 'accept'
  const password = basicAuth?.password
  const named = password !== undefined && password.length > 0
  return {
    id: identity,
    partyId: settings.defaultPartyId,
    admission: accepted ? 'accepted' : 'waiting',
    registration: accepted ? 'accepted' : 'pending',
    secretHash: named ? hashSecret(secretKey, password) : undefined,
  }
}

function newcomerLimit({ settings }: StationsOptions): number {
  const { unknownStations, waitingLimit = WAITING_LIMIT, acceptLimit = ACCEPT_LIMIT } = settings
  return unknownStations === 'accept' ? acceptLimit : waitingLimit
}
