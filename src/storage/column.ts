import { storableText } from './storable-text.ts'

/**
 * Columns of many rows as PostgreSQL's binary arrays (documentation §8.15, `array_send`), for `unnest($1::text[], …)` in hot
 * statements: nothing is escaped here and nothing parsed there. The driver sends a Buffer as a binary parameter.
 */
export interface Column<Value> {
  /** `null` and `undefined` become NULL. */
  (values: readonly (Value | null | undefined)[]): Buffer
  /** What to cast the parameter to. */
  readonly type: string
}

/** A NUL, which PostgreSQL's text cannot hold, becomes U+FFFD: what a peer wrote must not cost others their rows. */
export const textColumn: Column<string> = column(
  'text[]',
  25,
  (values) => {
    let size = 0
    for (const value of values) size += 4 + (value == null ? 0 : Buffer.byteLength(storableText(value)))
    return size
  },
  (target, offset, value) => target.write(storableText(value), offset, 'utf8'),
)

/** 64-bit integers, as far as JavaScript counts exactly; one beyond is stored as the last that is. */
export const bigintColumn: Column<number> = fixed('bigint[]', 20, 8, (target, offset, value) => {
  writeInt64(target, offset, within(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))
})

const INT32_MAX = 2 ** 31 - 1

/** 32-bit integers; one beyond is stored as the nearest there is. */
export const integerColumn: Column<number> = fixed('integer[]', 23, 4, (target, offset, value) => {
  target.writeInt32BE(nearestInt32(value), offset)
})

export function nearestInt32(value: number): number {
  return within(value, -INT32_MAX - 1, INT32_MAX)
}

function within(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value
}

export const doubleColumn: Column<number> = fixed('double precision[]', 701, 8, (target, offset, value) => {
  target.writeDoubleBE(value, offset)
})

/** 2000-01-01T00:00:00Z, from which PostgreSQL counts. */
export const PG_EPOCH_MS = 946_684_800_000

/** Milliseconds since 1970 as timestamps with time zone. */
export const timestampColumn: Column<number> = fixed('timestamptz[]', 1184, 8, (target, offset, value) => {
  writeInt64(target, offset, (value - PG_EPOCH_MS) * 1000)
})

/** Days since 1970 as dates. */
export const dateColumn: Column<number> = fixed('date[]', 1082, 4, (target, offset, value) => {
  target.writeInt32BE(value - PG_EPOCH_MS / 86_400_000, offset)
})

const HEADER_BYTES = 20

function fixed(
  type: string,
  elementOid: number,
  width: number,
  write: (target: Buffer, offset: number, value: number) => void,
): Column<number> {
  return column(
    type,
    elementOid,
    (values) => values.length * (4 + width),
    (target, offset, value: number) => {
      write(target, offset, value)
      return width
    },
  )
}

function column<Value>(
  type: string,
  elementOid: number,
  sizeOf: (values: readonly (Value | null | undefined)[]) => number,
  write: (target: Buffer, offset: number, value: Value) => number,
): Column<Value> {
  const encode = (values: readonly (Value | null | undefined)[]) => {
    const target = Buffer.allocUnsafe(HEADER_BYTES + sizeOf(values))
    const hasNull = values.some((value) => value == null)
    target.writeInt32BE(1, 0)
    target.writeInt32BE(hasNull ? 1 : 0, 4)
    target.writeInt32BE(elementOid, 8)
    target.writeInt32BE(values.length, 12)
    target.writeInt32BE(1, 16)
    let offset = HEADER_BYTES
    for (const value of values) {
      if (value == null) {
        offset = target.writeInt32BE(-1, offset)
        continue
      }
      const bytes = write(target, offset + 4, value)
      target.writeInt32BE(bytes, offset)
      offset += 4 + bytes
    }
    return target.subarray(0, offset)
  }
  return Object.assign(encode, { type })
}

/** Writes an integer of 64 bits, as far as JavaScript counts exactly. */
export function writeInt64(target: Buffer, offset: number, value: number): void {
  const high = Math.floor(value / 2 ** 32)
  target.writeInt32BE(high, offset)
  target.writeUInt32BE(value - high * 2 ** 32, offset + 4)
}
