import type { Clock, Logger } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { type Misbehaviour, mischiefOf } from './misbehaviour/misbehaviours.ts'
import { type Hardware, type HardwareKind, hardware } from './station/hardware.ts'
import type { Settings } from './station/settings.ts'
import { Station } from './station/station.ts'
import type { UpkeepOptions } from './upkeep/upkeep-options.ts'
import { speak2 } from './v2/dialect.ts'
import { speak16 } from './v16/dialect.ts'
import { type Security, socketDial } from './wire/dial.ts'
import type { Dial } from './wire/link.ts'

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
  /** What the station does wrong; default nothing. */
  readonly misbehaviour?: Misbehaviour
  readonly upkeep?: UpkeepOptions
  /** In place of a WebSocket to `url`. */
  readonly dial?: Dial
}

/** A simulated charging station, not yet started. */
export function createStation(options: StationOptions): Station {
  const { id, version, url, security = { profile: 0 }, compression, hardware: wanted = 'wallbox', ...rest } = options
  const { misbehaviour } = options
  const dial =
    options.dial ??
    socketDial({ url, identity: id, version, security, ...(compression === undefined ? {} : { compression }) })
  return new Station({
    ...rest,
    id,
    version,
    dial,
    ...(misbehaviour === undefined ? {} : { mischief: mischiefOf(misbehaviour) }),
    hardware: typeof wanted === 'string' ? hardware[wanted] : wanted,
    speak: (body) => (version === 'ocpp1.6' ? speak16(body) : speak2(version, body)),
  })
}
