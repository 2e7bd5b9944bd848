import type { BusPayload } from '#kernel'

/** One entry of a stream; numbers grow by one and become visible in order. */
export interface StreamEntry {
  readonly seq: number
  readonly payload: BusPayload
}

/** Where the entries of streams and the positions of their consumers are kept. */
export interface StreamStore {
  append(stream: string, payload: BusPayload): Promise<void>
  /** The oldest entries after `position`, at most `limit`. */
  read(stream: string, position: number, limit: number): Promise<readonly StreamEntry[]>
  /** Number of the last entry `consumer` is done with; 0 when it is new. */
  position(stream: string, consumer: string): Promise<number>
  setPosition(stream: string, consumer: string, position: number): Promise<void>
  close(): Promise<void>
}
