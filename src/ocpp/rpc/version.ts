/** The versions spoken, each by the name of its WebSocket subprotocol (2.1 part 4 §3.1.2). */
export const OCPP_VERSIONS = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const

export type OcppVersion = (typeof OCPP_VERSIONS)[number]

/** A version that builds on one of ours: what it does not change is said as there. */
export interface DerivedVersion {
  /** Its WebSocket subprotocol. */
  readonly name: string
  /** Frames, error names and every action it does not change are those of this version. */
  readonly basedOn: OcppVersion
}

/** True when `name` is the subprotocol of a version spoken here. */
export function isOcppVersion(name: string): name is OcppVersion {
  return OCPP_VERSIONS.some((version) => version === name)
}
