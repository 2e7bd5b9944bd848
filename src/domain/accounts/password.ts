import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { AppError } from '#kernel'
import { createGate } from './gate.ts'

export const PASSWORD_LENGTH = { minimum: 10, maximum: 256 } as const

// One hash takes about 30 ms of a core and 19 MiB: a flood of guesses may have that, and no more.
const GATE = { running: 2, waiting: 32 } as const

export interface Passwords {
  /** @throws AppError `invalid` for a password that is too short or too long. */
  hash(password: string): Promise<string>
  /**
   * True when the password is the one that was hashed. Without a hash the answer is false and takes as long, so that
   * time does not tell who has an account.
   *
   * @throws AppError `too-many` when too many are being compared already.
   */
  matches(password: string, passwordHash: string | undefined): Promise<boolean>
}

/** Passwords of people, as argon2id (RFC 9106) with the parameters OWASP advises: 19 MiB, two passes, one lane. */
export function createPasswords(gate = createGate(GATE)): Passwords {
  return {
    async hash(password) {
      const text = normalise(password)
      checkLength(text)
      return gate(() => hash(text, COST))
    },
    async matches(password, passwordHash) {
      const text = normalise(password)
      if (text.length > PASSWORD_LENGTH.maximum) return false
      const equal = await gate(() => verify(passwordHash ?? NOBODYS_HASH, text))
      return equal && passwordHash !== undefined
    },
  }
}

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

// No password gives this hash; comparing with it costs what comparing with a real one does.
const NOBODYS_HASH = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${phc(16)}$${phc(32)}`

function phc(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll('=', '')
}

/** The same characters typed on different keyboards shall be the same password (NIST SP 800-63B §5.1.1.2). */
function normalise(password: string): string {
  return password.normalize('NFKC')
}

function checkLength(password: string): void {
  const { minimum, maximum } = PASSWORD_LENGTH
  if (password.length >= minimum && password.length <= maximum) return
  throw new AppError('invalid', `A password has ${minimum} to ${maximum} characters`, {
    field: 'password',
    minimum,
    maximum,
  })
}
