import type { LiveOf } from '../api/types.ts'
import { keyOfRoute } from '../resource/resource-query.ts'
import type { Key } from './hints.ts'
import { routesOfAction } from './routes-made-old.ts'

/** Calls of which the answer is waited for before they are forgotten. */
const MOST_WAITING = 200

/**
 * What a station tells changes something once the platform has answered it: a call is remembered, and its answer, which
 * names no action, is when to ask again. What is not answered at all (SEND of OCPP 2.1) counts at once.
 */
export class CallHints {
  readonly #waiting = new Map<string, string>()

  of({ direction, frameKind, action = '', messageId = '' }: LiveOf<'message'>): readonly Key[] {
    if (direction === 'in' && frameKind === 'call') this.#remember(messageId, action)
    if (direction === 'in' && frameKind === 'send') return routesOfAction(action).map(keyOfRoute)
    if (direction === 'in' || frameKind !== 'result') return []
    const answered = this.#waiting.get(messageId)
    this.#waiting.delete(messageId)
    return answered === undefined ? [] : routesOfAction(answered).map(keyOfRoute)
  }

  #remember(messageId: string, action: string): void {
    if (routesOfAction(action).length === 0) return
    if (this.#waiting.size >= MOST_WAITING) this.#waiting.clear()
    this.#waiting.set(messageId, action)
  }
}
