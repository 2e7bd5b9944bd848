import type { Page, PageRequest, Scope } from '#kernel'

export const SWAP_EVENTS = ['in', 'out', 'out-timeout'] as const
/** `out-timeout`: the driver did not take the batteries in time, and the station keeps them. */
export type SwapEventKind = (typeof SWAP_EVENTS)[number]

export interface Battery {
  /** The slot it was put into or taken from. */
  readonly evseId: number
  readonly serialNumber: string
  /** Percent. */
  readonly stateOfCharge: number
  /** Percent. */
  readonly stateOfHealth: number
  readonly producedAt?: Date
  readonly vendorInfo?: string
}

/** Batteries that a driver gave back or took (2.1 S03). Giving and taking bear one number. */
export interface BatterySwapEvent {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  /** Given by us where we asked for the swap (S02.FR.02), otherwise by the station. */
  readonly requestId: number
  readonly kind: SwapEventKind
  readonly token: string
  readonly tokenKind: string
  readonly batteries: readonly Battery[]
  readonly receivedAt: Date
}

export type NewSwapEvent = Omit<BatterySwapEvent, 'id' | 'partyId'>

export interface SwapFilter {
  readonly stationId?: string
  readonly requestId?: number
}

/** Swapped batteries: 2.1 functional block S. */
export interface BatterySwaps {
  /** Keeps what a station tells, once however often it is told; of a station that tells too much in a day no more. */
  record(event: NewSwapEvent): Promise<void>
  list(scope: Scope, filter: SwapFilter, page: PageRequest): Promise<Page<BatterySwapEvent>>
  /** Removes events received before a time, the oldest first and at most so many. @returns how many */
  removeBefore(time: Date, atMost: number): Promise<number>
}
