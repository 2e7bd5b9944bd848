import { parseTimestamp } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../../station/body.ts'

/** What this station's display can do (2.x DisplayMessageCtrlr). */
export const DISPLAY = {
  messages: 5,
  formats: ['ASCII', 'UTF8', 'URI'],
  priorities: ['AlwaysFront', 'InFront', 'NormalCycle'],
  states: ['Charging', 'Faulted', 'Idle'],
} as const

/** The messages a station was given to show. They outlive reboots (O01.FR.10). */
export class MessageBoard {
  readonly #body: StationBody
  #messages: readonly v21.MessageInfoType[] = []

  constructor(body: StationBody) {
    this.#body = body
  }

  /** Those that have neither run out nor lost their transaction (O01.FR.07, O02.FR.02). */
  get all(): readonly v21.MessageInfoType[] {
    this.#messages = this.#messages.filter((message) => this.#lasts(message))
    return this.#messages
  }

  /** What a passer-by reads at this EVSE now: what is in front, else the whole cycle (O01.FR.12 to 15). */
  shown(evseId: number): readonly string[] {
    const state = this.#stateOf(evseId)
    const due = this.all.filter((message) => this.#isDue(message) && (message.state ?? state) === state)
    for (const priority of ['AlwaysFront', 'InFront'] as const) {
      const front = due.filter((message) => message.priority === priority)
      if (front.length > 0) return front.map(({ message }) => message.content)
    }
    return due.map(({ message }) => message.content)
  }

  set(message: v21.MessageInfoType): v201.DisplayMessageStatusEnumType {
    const { id, priority, state, transactionId, message: wording, messageExtra = [] } = message
    if (!holds(DISPLAY.priorities, priority)) return 'NotSupportedPriority'
    if (state !== undefined && !holds(DISPLAY.states, state)) return 'NotSupportedState'
    if (!holds(DISPLAY.formats, wording.format)) return 'NotSupportedMessageFormat'
    // O01.FR.19: it knows one language.
    if (messageExtra.length > 0) return 'Rejected'
    if (transactionId !== undefined && !this.#isRunning(transactionId)) return 'UnknownTransaction'
    // O06.FR.01, O01.FR.16
    const others = this.all.filter(
      (other) => other.id !== id && (other.priority !== 'AlwaysFront' || priority !== 'AlwaysFront'),
    )
    if (others.length >= DISPLAY.messages) return 'Rejected'
    this.#messages = [...others, message]
    return 'Accepted'
  }

  clear(id: number): boolean {
    const known = this.all.some((message) => message.id === id)
    this.#messages = this.#messages.filter((message) => message.id !== id)
    return known
  }

  #lasts({ endDateTime, transactionId }: v21.MessageInfoType): boolean {
    const endMs = endDateTime === undefined ? undefined : parseTimestamp(endDateTime)
    if (endMs !== undefined && endMs <= this.#body.nowMs()) return false
    return transactionId === undefined || this.#isRunning(transactionId)
  }

  #isDue({ startDateTime }: v21.MessageInfoType): boolean {
    const startMs = startDateTime === undefined ? undefined : parseTimestamp(startDateTime)
    return startMs === undefined || startMs <= this.#body.nowMs()
  }

  #isRunning(transactionId: string): boolean {
    return this.#body.evses.some(({ transaction }) => transaction?.id === transactionId)
  }

  #stateOf(evseId: number): (typeof DISPLAY.states)[number] {
    const evse = this.#body.evse(evseId)
    if (evse?.fault !== undefined) return 'Faulted'
    return evse?.transaction === undefined ? 'Idle' : 'Charging'
  }
}

function holds(words: readonly string[], word: string): boolean {
  return words.includes(word)
}
