import { nearestInt32, PG_EPOCH_MS, writeInt64 } from './column.ts'

/** A row that is ready for COPY: a part of a piece of memory that it shares with its neighbours. */
export interface CopyRow {
  readonly memory: Buffer
  readonly from: number
  readonly to: number
}

/** What rows written one after the other share. Large enough for dozens, small enough to be let go of soon. */
const PIECE_BYTES = 65_536
const LENGTH_BYTES = 4
const WIDEST_BYTES = 32

/**
 * Writes rows in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format") the moment they are known, so that what
 * waits for a group commit holds bytes and no longer the message they were read from.
 *
 * `begin`, then one call for each column in order, then `end`. Nothing else may happen in between.
 */
export class CopyRowWriter {
  #memory = Buffer.allocUnsafe(0)
  #from = 0
  #at = 0

  /** @param textBytes room for all texts of the row together, in bytes of UTF-8 */
  begin(columns: number, textBytes: number): void {
    const most = 2 + columns * (LENGTH_BYTES + WIDEST_BYTES) + textBytes
    if (this.#memory.length - this.#at < most) {
      this.#memory = Buffer.allocUnsafeSlow(Math.max(PIECE_BYTES, most))
      this.#at = 0
    }
    this.#from = this.#at
    this.#at = this.#memory.writeInt16BE(columns, this.#at)
  }

  end(): CopyRow {
    return { memory: this.#memory, from: this.#from, to: this.#at }
  }

  /** Text that holds no NUL (see `storableText`). */
  text(value: string | undefined): void {
    if (value === undefined) this.#nothing()
    else {
      const length = this.#memory.write(value, this.#at + LENGTH_BYTES, 'utf8')
      this.#memory.writeInt32BE(length, this.#at)
      this.#at += LENGTH_BYTES + length
    }
  }

  /** An integer of 64 bits, as far as JavaScript counts exactly. */
  bigint(value: number | undefined): void {
    if (value === undefined) this.#nothing()
    else {
      this.#length(8)
      writeInt64(this.#memory, this.#at, value)
      this.#at += 8
    }
  }

  /** An integer of 32 bits; one beyond is stored as the nearest there is. */
  integer(value: number | undefined): void {
    if (value === undefined) this.#nothing()
    else {
      this.#length(4)
      this.#at = this.#memory.writeInt32BE(nearestInt32(value), this.#at)
    }
  }

  double(value: number | undefined): void {
    if (value === undefined) this.#nothing()
    else {
      this.#length(8)
      this.#at = this.#memory.writeDoubleBE(value, this.#at)
    }
  }

  /** Milliseconds since 1970. */
  timestamp(ms: number | undefined): void {
    this.bigint(ms === undefined ? undefined : (ms - PG_EPOCH_MS) * 1000)
  }

  /** Days since 1970. */
  date(days: number): void {
    this.integer(days - PG_EPOCH_MS / 86_400_000)
  }

  /**
   * A numeric with three decimals, given in thousandths: PostgreSQL keeps numbers by groups of four decimal digits
   * (`numeric_send`).
   */
  thousandths(value: number | undefined): void {
    if (value === undefined) this.#nothing()
    else this.#numeric(value)
  }

  #numeric(value: number): void {
    const magnitude = Math.abs(value)
    let whole = Math.floor(magnitude / 1000)
    let groups = 0
    for (let rest = whole; rest > 0; rest = Math.floor(rest / 10_000)) groups += 1
    this.#length(8 + 2 * (groups + 1))
    const head = this.#at
    this.#memory.writeInt16BE(groups + 1, head)
    this.#memory.writeInt16BE(groups - 1, head + 2)
    this.#memory.writeUInt16BE(value < 0 ? 0x4000 : 0, head + 4)
    this.#memory.writeInt16BE(3, head + 6)
    for (let group = groups - 1; group >= 0; group--) {
      this.#memory.writeInt16BE(whole % 10_000, head + 8 + 2 * group)
      whole = Math.floor(whole / 10_000)
    }
    this.#at = this.#memory.writeInt16BE((magnitude % 1000) * 10, head + 8 + 2 * groups)
  }

  #nothing(): void {
    this.#at = this.#memory.writeInt32BE(-1, this.#at)
  }

  #length(bytes: number): void {
    this.#at = this.#memory.writeInt32BE(bytes, this.#at)
  }
}

const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = Buffer.from([0xff, 0xff])

/** A whole COPY stream of some rows; neighbours in memory stay one piece. */
export function copyStream(rows: readonly CopyRow[]): Buffer[] {
  const pieces: Buffer[] = [HEADER]
  let open: { memory: Buffer; from: number; to: number } | undefined
  for (const row of rows) {
    if (open !== undefined && open.memory === row.memory && open.to === row.from) {
      open.to = row.to
      continue
    }
    if (open !== undefined) pieces.push(open.memory.subarray(open.from, open.to))
    open = { memory: row.memory, from: row.from, to: row.to }
  }
  if (open !== undefined) pieces.push(open.memory.subarray(open.from, open.to))
  pieces.push(TRAILER)
  return pieces
}
