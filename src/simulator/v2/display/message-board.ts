import { parseTimestamp } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../../station/body.ts'

/** What this station's display can do (2.x DisplayMessageCtrlr). */
export const DISPLAY = {
  messages: 5,
  formats: ['ASCII', 'UTF8', 'URI'],
  priorities: ['AlwaysFront', 'InFront', 'NormalCycle'],
  states: ['Charging', 'Faulted', 'Idle'],
  /** Of a station of 2.1; one of 2.0.1 says everything in one wording. */
  languages: ['en', 'de', 'fr', 'nl'],
} as const

/** The messages a station was given to show. They outlive reboots (O01.FR.10). */
export class MessageBoard {
  readonly #body: StationBody
  #messages: readonly v21.MessageInfoType[] = []
  #language: string = DISPLAY.languages[0]

  constructor(body: StationBody) {
    this.#body = body
  }

  /** Those that have neither run out nor lost their transaction (O01.FR.07, O02.FR.02). */
  get all(): readonly v21.MessageInfoType[] {
    this.#messages = this.#messages.filter((message) => this.#lasts(message))
    return this.#messages
  }

  /** What it says everything in to whom it does not know (2.1 DisplayMessageCtrlr.Language). */
  get language(): string {
    return this.#language
  }

  /** False for a language it does not know. */
  speak(language: string): boolean {
    if (!holds(DISPLAY.languages, language)) return false
    this.#language = language
    return true
  }

  /**
   * What a passer-by reads at this EVSE now: what is in front, else the whole cycle (O01.FR.12 to 15); in a language of
   * the driver who charges there, else in that of the station, as far as the message is worded in it.
   */
  shown(evseId: number): readonly string[] {
    const state = this.#stateOf(evseId)
    const languages = [...this.#languagesAt(evseId), this.#language]
    const due = this.all.filter((message) => this.#isDue(message) && (message.state ?? state) === state)
    for (const priority of ['AlwaysFront', 'InFront'] as const) {
      const front = due.filter((message) => message.priority === priority)
      if (front.length > 0) return front.map((message) => wordingIn(message, languages))
    }
    return due.map((message) => wordingIn(message, languages))
  }

  set(message: v21.MessageInfoType): v21.DisplayMessageStatusEnumType {
    const { id, priority, state, transactionId, message: wording, messageExtra = [] } = message
    if (!holds(DISPLAY.priorities, priority)) return 'NotSupportedPriority'
    if (state !== undefined && !holds(DISPLAY.states, state)) return 'NotSupportedState'
    const wordings = [wording, ...messageExtra]
    if (wordings.some(({ format }) => !holds(DISPLAY.formats, format))) return 'NotSupportedMessageFormat'
    // O01.FR.18, which 2.0.1 has not.
    const knows = ({ language }: v21.MessageContentType) => language === undefined || holds(DISPLAY.languages, language)
    if (this.#body.version === 'ocpp2.1' && !wordings.every(knows)) return 'LanguageNotSupported'
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

  #languagesAt(evseId: number): readonly string[] {
    const value = this.#body.evse(evseId)?.token?.value
    return value === undefined ? [] : (this.#body.tokenCache.recall(value, this.#body.nowMs())?.languages ?? [])
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

function wordingIn({ message, messageExtra = [] }: v21.MessageInfoType, languages: readonly string[]): string {
  const wordings = [message, ...messageExtra]
  const found = languages.flatMap((language) => wordings.find((one) => one.language === language) ?? [])
  return (found[0] ?? message).content
}

function holds(words: readonly string[], word: string): boolean {
  return words.includes(word)
}
