/** A location, a station, or one EVSE of a station. */
export interface TokenPlace {
  readonly locationId?: string
  readonly stationId?: string
  /** Only with a station. */
  readonly evseId?: number
}

export const EVSE_KINDS = ['ac', 'dc'] as const
export type EvseKind = (typeof EVSE_KINDS)[number]

/** Where a token may charge; what is absent limits nothing. */
export interface PlaceLimits {
  readonly places?: readonly TokenPlace[] | undefined
  readonly evseKind?: EvseKind | undefined
}

/** Where a token is shown; without an EVSE anywhere at the station. */
export interface Place {
  readonly stationId: string
  readonly evseId?: number | undefined
}

/** What is known of the station a token is shown at. */
export interface PlaceFacts {
  readonly stationId: string
  readonly locationId?: string | undefined
  /** The EVSEs it has told of; the kind where it told that too. */
  readonly evses: readonly { readonly evseId: number; readonly kind?: EvseKind | undefined }[]
}

/** `evseIds`: only at these (2.x C01.FR.20). */
export type Reach =
  | { readonly status: 'accepted'; readonly evseIds?: readonly number[] }
  | { readonly status: 'refused'; readonly reason: 'not-here' | 'wrong-kind' }

/**
 * Where at a station a token may charge, or whether it may at this EVSE (2.x C01.FR.18 to 22). An EVSE of which no kind is
 * known is of any: a station that keeps silent about its sockets turns nobody away.
 */
export function reachOf({ places, evseKind }: PlaceLimits, station: PlaceFacts, evseId?: number): Reach {
  const named = places?.filter((place) => isAt(place, station))
  if (named?.length === 0) return { status: 'refused', reason: 'not-here' }
  const single = named?.flatMap((place) => (place.evseId === undefined ? [] : [place.evseId])) ?? []
  const here = named === undefined || single.length < named.length ? undefined : new Set(single)
  const kinds = new Map(station.evses.map((evse) => [evse.evseId, evse.kind]))
  const isHere = (id: number) => here?.has(id) !== false
  const isOfKind = (id: number) => evseKind === undefined || (kinds.get(id) ?? evseKind) === evseKind
  const known = new Set(kinds.size > 0 ? kinds.keys() : here)
  if (evseId !== undefined) known.add(evseId)
  const asked = evseId === undefined ? [...known] : [evseId]
  const reachable = asked.filter(isHere)
  if (asked.length > 0 && reachable.length === 0) return { status: 'refused', reason: 'not-here' }
  if (reachable.length > 0 && !reachable.some(isOfKind)) return { status: 'refused', reason: 'wrong-kind' }
  const allowed = [...known].filter((id) => isHere(id) && isOfKind(id))
  const isWhole = here === undefined ? allowed.length === known.size : kinds.size > 0 && allowed.length === known.size
  // C01.FR.19: whoever may charge at all of them is told no list.
  return isWhole
    ? { status: 'accepted' }
    : { status: 'accepted', evseIds: allowed.toSorted((one, other) => one - other) }
}

function isAt(place: TokenPlace, { stationId, locationId }: PlaceFacts): boolean {
  return place.stationId === undefined
    ? place.locationId !== undefined && place.locationId === locationId
    : place.stationId === stationId
}

/** Connector types that carry direct current (2.1 appendix, ConnectorEnumStringType); 2.0.1's are among them. */
const DIRECT = /^(?:cCCS1|cCCS2|cCCS1-NACS|cChaoJi|cG105|cGBT-DC|cLECCS|cMCS|cNACS-CCS1|cUltraChaoJi|Pan)$/i
const ALTERNATING = /^(?:cType[12]|s.+|Other[13]Ph.*)$/i

/** The kind of an EVSE by the type of its connector; undefined where the type does not say. */
export function kindOfConnector(type: string): EvseKind | undefined {
  if (DIRECT.test(type)) return 'dc'
  return ALTERNATING.test(type) ? 'ac' : undefined
}
