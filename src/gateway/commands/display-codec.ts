import type { DisplayWording } from '#domain/commands'
import type { MessageFormat, MessagePriority, MessageState, ToldMessage, Wording } from '#domain/display-messages'
import type * as v21 from '#ocpp/v21'
import { defined } from '../actions/defined.ts'
import { stationTime } from '../actions/station-time.ts'
import { wordFor } from '../actions/word.ts'

export const priorityWords = {
  'always-front': 'AlwaysFront',
  'in-front': 'InFront',
  'normal-cycle': 'NormalCycle',
} as const satisfies Record<MessagePriority, v21.MessagePriorityEnumType>

export const stateWords = {
  charging: 'Charging',
  faulted: 'Faulted',
  idle: 'Idle',
  unavailable: 'Unavailable',
  suspended: 'Suspended',
  discharging: 'Discharging',
} as const satisfies Record<MessageState, v21.MessageStateEnumType>

export const formatWords = {
  ascii: 'ASCII',
  html: 'HTML',
  uri: 'URI',
  utf8: 'UTF8',
  'qr-code': 'QRCODE',
} as const satisfies Record<MessageFormat, v21.MessageFormatEnumType>

const priorities = inverse(priorityWords)
const states = inverse(stateWords)
const formats = inverse(formatWords)

export function writeWording({ format, language, content }: DisplayWording) {
  return defined({ format: formatWords[format], language, content })
}

/** Undefined for a message whose words no version has, which lenient validation lets through. */
export function readMessage(info: v21.MessageInfoType, receivedAt: Date): ToldMessage | undefined {
  const { id, state, startDateTime, endDateTime, transactionId, message, messageExtra = [], display } = info
  const priority = wordFor(priorities, info.priority)
  const wordings = [message, ...messageExtra].flatMap(readWording)
  if (priority === undefined || wordings.length === 0) return undefined
  return defined({
    id,
    priority,
    state: state === undefined ? undefined : wordFor(states, state),
    startsAt: startDateTime === undefined ? undefined : stationTime(startDateTime, receivedAt),
    endsAt: endDateTime === undefined ? undefined : stationTime(endDateTime, receivedAt),
    reference: transactionId,
    display:
      display &&
      defined({
        component: display.name,
        componentInstance: display.instance,
        evseId: display.evse?.id,
        connectorId: display.evse?.connectorId,
      }),
    wordings,
  })
}

function readWording({ format, language, content }: v21.MessageContentType): Wording[] {
  const known = wordFor(formats, format)
  return known === undefined ? [] : [defined({ format: known, language, content })]
}

function inverse<Word extends string>(words: Readonly<Record<Word, string>>): Readonly<Record<string, Word>> {
  const entries = Object.entries<string>(words)
  return Object.fromEntries(entries.map(([word, wire]) => [wire, word])) as Record<string, Word>
}
