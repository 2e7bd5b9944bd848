/** A value that was meant, made of the one that came; undefined when nothing can have been meant. */
export function coerce(value: unknown, type: 'string' | 'integer' | 'number' | 'boolean'): unknown {
  switch (type) {
    case 'string':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
    case 'number':
      return readNumber(value)
    case 'integer': {
      // Towards zero: a register of 1234.9 Wh has not counted the 1235th.
      const number = readNumber(value)
      return number === undefined ? undefined : Math.trunc(number)
    }
    case 'boolean':
      return readBoolean(value)
  }
}

function readNumber(value: unknown): number | undefined {
  const isWritten = typeof value === 'string' && /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value)
  if (typeof value !== 'number' && !isWritten) return undefined
  // Of 1e999 JSON.parse makes Infinity.
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

function readBoolean(value: unknown): boolean | undefined {
  if (value === 1 || value === 0) return value === 1
  const word = typeof value === 'string' ? value.toLowerCase() : undefined
  return word === 'true' ? true : word === 'false' ? false : undefined
}
