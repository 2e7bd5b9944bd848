import { type Clock, type Logger, systemClock } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import type { SoapVersion } from '#ocpp/soap'
import { OwnCertificate } from './certificates/own-certificate.ts'
import type { KeyKind } from './certificates/signing-request.ts'
import { type Misbehaviour, mischiefOf } from './misbehaviour/misbehaviours.ts'
import { Secc } from './plug-and-charge/secc.ts'
import { type Hardware, type HardwareKind, hardware } from './station/hardware.ts'
import { NetworkProfiles } from './station/network-profiles.ts'
import { securityFor } from './station/reach.ts'
import { bidirectionalSettings, defaultSettings, type Settings } from './station/settings.ts'
import { Station } from './station/station.ts'
import type { UpkeepOptions } from './upkeep/upkeep-options.ts'
import { speak2 } from './v2/dialect.ts'
import { speak16 } from './v16/dialect.ts'
import { type Security, socketDial } from './wire/dial.ts'
import type { Dial } from './wire/link.ts'
import { soapDial } from './wire/soap-dial.ts'

export interface StationOptions {
  /** The identity, last part of the URL. */
  readonly id: string
  readonly version: OcppVersion
  /** The endpoint without the identity, e.g. `ws://127.0.0.1:9000/ocpp`. */
  readonly url: string
  readonly hardware?: Hardware | HardwareKind
  readonly security?: Security
  readonly compression?: boolean
  readonly clock?: Clock
  readonly logger?: Logger
  readonly seed?: string | number
  readonly settings?: Partial<Settings>
  readonly clockSkewMs?: number
  readonly rebootMs?: number
  readonly retryKeepsId?: boolean
  /** Of the keys it makes; default ecdsa. */
  readonly keyKind?: KeyKind
  /** What the station does wrong; default nothing. */
  readonly misbehaviour?: Misbehaviour
  /** Speaks SOAP, in this version, with the service at `url`; only for a station of 1.6. */
  readonly soap?: SoapVersion
  /** Address of this machine by which commands over SOAP reach the station; default 127.0.0.1. */
  readonly soapHost?: string
  readonly upkeep?: UpkeepOptions
  /** Its V2G chain, PEM, its own certificate first and without the root: cars may charge there without a card (2.x). */
  readonly v2gChain?: string
  /** In place of a WebSocket to `url`. */
  readonly dial?: Dial
}

/** A simulated charging station, not yet started. */
export function createStation(options: StationOptions): Station {
  const { id, version, url, security = { profile: 0 }, compression, hardware: wanted = 'wallbox', ...rest } = options
  const { misbehaviour, clock = systemClock, keyKind = 'ecdsa', soap, soapHost, v2gChain } = options
  const built = typeof wanted === 'string' ? hardware[wanted] : wanted
  const settings = { ...(built.inverter === undefined ? defaultSettings : bidirectionalSettings), ...options.settings }
  const certificates = new OwnCertificate({ id, clock, settings, security, keyKind })
  const networkProfiles = new NetworkProfiles()
  const place = () => {
    const told = networkProfiles.current
    if (told === undefined) return { url, security: certificates.security }
    return { url: told.url, security: securityFor(told, certificates) ?? certificates.security }
  }
  const wire = { identity: id, ...(compression === undefined ? {} : { compression }) }
  const dial =
    options.dial ??
    (soap === undefined
      ? socketDial({ ...wire, place, version })
      : soapDial({
          ...wire,
          url,
          credentials: () => certificates.security,
          version: soap,
          ...(soapHost === undefined ? {} : { host: soapHost }),
        }))
  return new Station({
    ...rest,
    id,
    version,
    dial,
    settings,
    certificates,
    networkProfiles,
    ...(v2gChain === undefined ? {} : { secc: new Secc(v2gChain) }),
    ...(misbehaviour === undefined ? {} : { mischief: mischiefOf(misbehaviour) }),
    hardware: built,
    speak: (body) => (version === 'ocpp1.6' ? speak16(body) : speak2(version, body)),
  })
}
