import pg from 'pg'
import { AppError } from '#kernel'

const { builtins } = pg.types

/**
 * How columns come back: int8 as a number (no register of ours reaches 2^53; one that did is an error, never rounded),
 * timestamptz as a Date, numeric as text for exact decimals, a date as its text YYYY-MM-DD.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary')
    if (oid === builtins.INT8) return readInt8
    if (oid === builtins.DATE || oid === builtins.TIMESTAMP) return readText
    if (oid === INT8_ARRAY) return readInt8Array
    return pg.types.getTypeParser(oid, 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

const INT8_ARRAY = 1016

function readText(text: string): string {
  return text
}

/** @throws AppError `internal` when the value is too large to be exact. */
export function readInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new AppError('internal', `The integer ${text} is too large to be read exactly`)
  return value
}

function readInt8Array(text: string): (number | null)[] {
  const inner = text.slice(1, -1)
  return inner === '' ? [] : inner.split(',').map((item) => (item === 'NULL' ? null : readInt8(item)))
}
