import type { OcppVersion } from '#ocpp/rpc'
import type { Misbehaviour } from '../misbehaviour/misbehaviours.ts'
import type { SiteKind } from '../physics/arrivals.ts'
import type { VehicleModel } from '../physics/vehicle.ts'
import { planningSedan } from '../physics/vehicle-models.ts'
import type { ExternalLimit } from '../station/external-limit.ts'
import type { Fault } from '../station/fault.ts'
import type { HardwareKind } from '../station/hardware.ts'
import type { Token } from '../station/transaction.ts'

/** A place of the demo, as plain data, so that whoever shows the demo can make the matching location. */
export interface DemoSite {
  readonly kind: SiteKind
  readonly name: string
  readonly address: string
  readonly city: string
  /** ISO 3166-1 alpha-3. */
  readonly country: string
  readonly latitude: number
  readonly longitude: number
  readonly timeZone: string
  readonly stations: readonly DemoStation[]
}

export interface DemoStation {
  readonly id: string
  readonly version: OcppVersion
  readonly hardware: HardwareKind
  readonly misbehaviour?: Misbehaviour
  /** It breaks down by this now and then. */
  readonly breaksBy?: Fault
  /** The building leaves it no more than this now and then. */
  readonly limitedBy?: ExternalLimit
  /** All that come there are of this model. */
  readonly visitedBy?: VehicleModel
  /** Its vehicles tell what they need, and get no more than this, in W. */
  readonly needsLimitW?: string
}

/** A card of the demo and whose it is. */
export interface DemoToken extends Token {
  readonly holder: string
  /** To be refused by the platform. */
  readonly blocked?: boolean
}

export const demoSites: readonly DemoSite[] = [
  {
    kind: 'highway',
    name: 'Rastplatz Sonnenhang',
    address: 'A7, Kilometer 412',
    city: 'Göttingen',
    country: 'DEU',
    latitude: 51.4906,
    longitude: 9.8542,
    timeZone: 'Europe/Berlin',
    stations: [
      { id: 'HWY-01', version: 'ocpp2.0.1', hardware: 'highPowerCharger' },
      { id: 'HWY-02', version: 'ocpp2.1', hardware: 'highPowerCharger', ...negotiating('120000') },
      { id: 'HWY-03', version: 'ocpp1.6', hardware: 'fastCharger' },
      { id: 'HWY-04', version: 'ocpp2.0.1', hardware: 'fastCharger' },
    ],
  },
  {
    kind: 'office',
    name: 'Kontorhaus am Hafen',
    address: 'Am Sandtorkai 30',
    city: 'Hamburg',
    country: 'DEU',
    latitude: 53.5432,
    longitude: 9.9919,
    timeZone: 'Europe/Berlin',
    stations: [
      { id: 'OFF-01', version: 'ocpp1.6', hardware: 'doublePost' },
      { id: 'OFF-02', version: 'ocpp2.0.1', hardware: 'doublePost', ...negotiating('7000') },
      { id: 'OFF-03', version: 'ocpp2.1', hardware: 'doublePost', limitedBy: houseOf(20) },
      { id: 'OFF-04', version: 'ocpp1.6', hardware: 'wallbox' },
      { id: 'OFF-05', version: 'ocpp2.0.1', hardware: 'wallbox' },
    ],
  },
  {
    kind: 'street',
    name: 'Vondelstraat',
    address: 'Vondelstraat 12',
    city: 'Amsterdam',
    country: 'NLD',
    latitude: 52.3616,
    longitude: 4.8778,
    timeZone: 'Europe/Amsterdam',
    stations: [
      { id: 'STR-01', version: 'ocpp1.6', hardware: 'singlePhasePost', breaksBy: 'GroundFailure' },
      { id: 'STR-02', version: 'ocpp2.0.1', hardware: 'singlePhasePost' },
      { id: 'STR-03', version: 'ocpp1.6', hardware: 'wallbox', misbehaviour: 'unknown-enum' },
    ],
  },
]

/** Amperes of each phase, for all cars there. */
function houseOf(limit: number): ExternalLimit {
  return { source: 'EMS', unit: 'A', periods: [{ startS: 0, limit }] }
}

function negotiating(needsLimitW: string) {
  return { visitedBy: planningSedan, needsLimitW }
}

export const demoTokens: readonly [DemoToken, ...DemoToken[]] = [
  { value: '04A37B52C11D80', type: 'ISO14443', holder: 'Alma Brandt' },
  { value: '04B9142E7F3380', type: 'ISO14443', holder: 'Bram de Wit' },
  { value: '04C2D0815A6E91', type: 'ISO14443', holder: 'Chiara Conti' },
  { value: '04D77E19B0C4A2', type: 'ISO14443', holder: 'Dmitri Orlov' },
  { value: '04E58306F2D7B3', type: 'ISO14443', holder: 'Esra Yılmaz' },
  { value: '04F01C4798EBC4', type: 'ISO14443', holder: 'Fleet van 7' },
  { value: '0411223344AABB', type: 'ISO14443', holder: 'Lost card', blocked: true },
]
