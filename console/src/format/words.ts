import { inWords } from '#json-schema'
import type { CommandState, ConnectorStatus, SecurityProfile, StationProtocol, TransactionFlag } from '../api/types.ts'

/** How good or bad something is, which decides its colour and nothing else. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet'

export interface Worded {
  readonly label: string
  readonly tone: Tone
  readonly meaning?: string | undefined
}

/** What a word of the API is called; one that the console does not know yet shows as itself. */
export function wordFor(words: Readonly<Record<string, Omit<Worded, 'tone'> & Partial<Worded>>>, word: string): Worded {
  const itself: Worded = { label: inWords(word), tone: 'quiet' }
  return Object.hasOwn(words, word) ? { ...itself, ...words[word] } : itself
}

/** The same for words that have a name and no more. */
export const nameFor = (names: Readonly<Record<string, string>>, word: string | number): string =>
  Object.hasOwn(names, word) ? (names[word] ?? String(word)) : String(word)

export const protocolWord = (protocol: string): string => nameFor(protocolWords, protocol)

export const protocolWords: Record<StationProtocol, string> = {
  'ocpp1.5': 'OCPP 1.5',
  'ocpp1.6': 'OCPP 1.6',
  'ocpp2.0.1': 'OCPP 2.0.1',
  'ocpp2.1': 'OCPP 2.1',
}

export const connectorWords: Record<ConnectorStatus, { readonly label: string; readonly tone: Tone }> = {
  available: { label: 'Available', tone: 'good' },
  preparing: { label: 'Preparing', tone: 'warn' },
  charging: { label: 'Charging', tone: 'busy' },
  'suspended-vehicle': { label: 'Paused by vehicle', tone: 'warn' },
  'suspended-station': { label: 'Paused by station', tone: 'warn' },
  finishing: { label: 'Finishing', tone: 'warn' },
  occupied: { label: 'Occupied', tone: 'busy' },
  reserved: { label: 'Reserved', tone: 'warn' },
  unavailable: { label: 'Out of service', tone: 'quiet' },
  faulted: { label: 'Faulted', tone: 'bad' },
  unknown: { label: 'Not reported', tone: 'quiet' },
}

export const commandStateWords: Record<
  CommandState,
  { readonly label: string; readonly tone: Tone; readonly meaning: string }
> = {
  queued: { label: 'Queued', tone: 'quiet', meaning: 'Stored; waits for the station.' },
  sent: { label: 'Sent', tone: 'busy', meaning: 'On the wire; the station has not answered yet.' },
  answered: { label: 'Answered', tone: 'good', meaning: 'The station answered.' },
  refused: { label: 'Refused', tone: 'bad', meaning: 'The station said no, or does not know this command.' },
  'timed-out': { label: 'Timed out', tone: 'warn', meaning: 'Sent, but the station never answered.' },
  expired: { label: 'Expired', tone: 'warn', meaning: 'The station did not connect in time; nothing was sent.' },
  lost: { label: 'Lost', tone: 'warn', meaning: 'The connection broke before the answer; it may have been done.' },
}

/** Why a transaction deserves a look before it is billed. */
export const flagWords: Record<TransactionFlag, { readonly label: string; readonly meaning: string }> = {
  'start-missing': {
    label: 'Start missing',
    meaning: 'Its start never reached the platform. The energy counts from the first reading that did.',
  },
  'end-missing': {
    label: 'End missing',
    meaning: 'The station went on to something else without ending it. The energy counts to the last reading.',
  },
  superseded: {
    label: 'Superseded',
    meaning: 'Another transaction began at the same EVSE while this one was still open.',
  },
  'events-missing': {
    label: 'Events missing',
    meaning: 'The numbers of its events have gaps. They may still arrive; the totals are right if the registers are.',
  },
  'register-decreased': {
    label: 'Register went down',
    meaning: 'The energy register fell during the transaction: a meter was replaced or reset.',
  },
  'no-register': {
    label: 'No register',
    meaning: 'The station sent no energy register, so the energy is not known from its meter.',
  },
  'token-refused': {
    label: 'Token refused',
    meaning: 'The token was refused although energy may have flowed. Decide whom to bill.',
  },
  'clock-doubtful': {
    label: 'Clock doubtful',
    meaning: 'The station’s clock was far from ours; its times may be wrong.',
  },
  offline: {
    label: 'Offline',
    meaning: 'Part of it happened while the station was not connected, and was delivered later.',
  },
}

/** Why a station was turned away. */
export const refusalReasons: Readonly<Record<string, string | undefined>> = {
  'bad-credentials': 'its password or certificate is missing or wrong',
  'profile-too-low': 'it came with a lower security profile than is served',
  'other-profile': 'another security profile is set for it',
  'not-admitted': 'it is not let in',
  tls: 'TLS failed, by its address',
}

export const profileWords: Record<SecurityProfile, string> = {
  0: '0 · no password',
  1: '1 · password',
  2: '2 · password over TLS',
  3: '3 · client certificate over TLS',
}
