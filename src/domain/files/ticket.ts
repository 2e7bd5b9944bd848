import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a ticket opens: an image to fetch, or a place to put a log. */
export type TicketPurpose = 'firmware' | 'log'

/**
 * Words that stand in an address in place of a password: the id of a row and a keyed hash of it, so that nobody can make
 * one up and nothing secret is stored. Whether the row still lets anybody in is for its noun to say.
 */
export interface Tickets {
  issue(purpose: TicketPurpose, id: string): string
  /** The id a ticket was issued for; undefined when it is none of ours. */
  read(purpose: TicketPurpose, ticket: string): string | undefined
}

const FORM = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/

export function createTickets(secretKey: Uint8Array): Tickets {
  const sealOf = (purpose: TicketPurpose, id: string) =>
    createHmac('sha256', secretKey).update(`file ticket ${purpose} ${id}`).digest()
  return {
    issue: (purpose, id) => `${id}.${sealOf(purpose, id).toString('base64url')}`,
    read(purpose, ticket) {
      const [, id = '', seal = ''] = FORM.exec(ticket) ?? []
      if (id === '') return undefined
      return timingSafeEqual(Buffer.from(seal, 'base64url'), sealOf(purpose, id)) ? id : undefined
    },
  }
}
