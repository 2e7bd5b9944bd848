import { hash } from 'node:crypto'

/** The longest name of anything in any version (2.1 IdTokenType). */
const LONGEST_NAME = 255

/**
 * What a station calls something (a transaction, a token), short enough for any index: lenient validation lets longer names
 * through. Of those the beginning is kept, with a digest of all of it so that two are not taken for one.
 */
export function boundedName(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}~${hash('sha256', name, 'hex')}`
}
