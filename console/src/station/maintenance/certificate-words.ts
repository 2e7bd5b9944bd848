import type { ItemOf } from '../../api/ask.ts'
import type { Tone, Worded } from '../../format/words.ts'

type Certificate = ItemOf<'GET /stations/{id}/certificates'>

export const certificateStates: Readonly<Record<Certificate['state'], Worded>> = {
  requested: { label: 'Requested', tone: 'warn', meaning: 'The station asked for it; it is not issued yet.' },
  issued: { label: 'Issued', tone: 'warn', meaning: 'It is on its way to the station.' },
  installed: { label: 'Installed', tone: 'busy', meaning: 'The station has it and has not connected with it yet.' },
  rejected: { label: 'Rejected', tone: 'bad', meaning: 'The station did not take it.' },
  'in-use': { label: 'In use', tone: 'good', meaning: 'The newest the station has connected with.' },
  superseded: { label: 'Superseded', tone: 'quiet', meaning: 'A newer one is in its place.' },
  revoked: { label: 'Revoked', tone: 'quiet', meaning: 'The station does not come in with it any more.' },
  failed: { label: 'Failed', tone: 'bad', meaning: 'It could not be issued.' },
}

/** What the renewal of the one in use waits for, where there is something to say. */
export const renewalWords: Readonly<Record<NonNullable<Certificate['renewal']>['reason'], string | undefined>> = {
  'not-due': undefined,
  'under-way': 'a newer one is on its way',
  asked: 'the station was asked to renew it',
  offline: 'to be renewed once the station is connected',
  'not-accepted': 'to be renewed once the station is let in',
  'next-look': 'is about to be renewed',
}

const DAY_MS = 86_400_000
/** So long before its end a certificate is worth a look. */
const SOON_DAYS = 30

/** How a certificate stands by its end: long valid, soon over, over. */
export function validityOf(
  { notAfter, notBefore }: Pick<Certificate, 'notAfter' | 'notBefore'>,
  nowMs: number,
): { readonly tone: Tone; readonly words: string } | undefined {
  if (notAfter === undefined) return undefined
  const days = Math.floor((Date.parse(notAfter) - nowMs) / DAY_MS)
  if (notBefore !== undefined && Date.parse(notBefore) > nowMs) return { tone: 'warn', words: 'not valid yet' }
  if (Date.parse(notAfter) <= nowMs) return { tone: 'bad', words: 'expired' }
  const words = days === 0 ? 'less than a day left' : `${days} ${days === 1 ? 'day' : 'days'} left`
  return { tone: days < SOON_DAYS ? 'warn' : 'quiet', words }
}

/** Whether there is anything to revoke. */
export const isRevocable = ({ state }: Certificate): boolean =>
  state === 'issued' || state === 'installed' || state === 'in-use' || state === 'superseded'
