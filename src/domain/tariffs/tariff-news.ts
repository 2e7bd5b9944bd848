import { type Bus, type BusPayload, subjectWord } from '#kernel'
import type { TariffText } from './tariff.ts'

const SUBJECT = (stationId: string) => `tariff-news.${subjectWord(stationId)}`
/** Transactions whose drivers wait for news, on one node; beyond it the oldest are told nothing. */
const MOST_WAITING = 10_000

/**
 * What drivers are to be shown of a tariff that changed while they charge (2.x I06), on whichever node their station is.
 * Kept in memory, because every message of a transaction asks: news that are lost with a node are not shown.
 */
export class TariffNews {
  readonly #bus: Bus
  readonly #waiting = new Map<string, readonly TariffText[]>()

  constructor(bus: Bus) {
    this.#bus = bus
    bus.subscribe('tariff-news.*', (payload) => this.#hear(payload))
  }

  tell(stationId: string, reference: string, texts: readonly TariffText[]): void {
    this.#bus.publish(SUBJECT(stationId), { version: 1, stationId, reference, texts })
  }

  /** What is new for this transaction, once. */
  take(stationId: string, reference: string): readonly TariffText[] | undefined {
    if (this.#waiting.size === 0) return undefined
    const key = keyOf(stationId, reference)
    const texts = this.#waiting.get(key)
    this.#waiting.delete(key)
    return texts
  }

  #hear({ stationId, reference, texts }: BusPayload): void {
    if (typeof stationId !== 'string' || typeof reference !== 'string' || !Array.isArray(texts)) return
    this.#waiting.set(keyOf(stationId, reference), texts.flatMap(readText))
    const [oldest] = this.#waiting.keys()
    if (this.#waiting.size > MOST_WAITING && oldest !== undefined) this.#waiting.delete(oldest)
  }
}

function keyOf(stationId: string, reference: string): string {
  return `${stationId}\n${reference}`
}

function readText(text: unknown): TariffText[] {
  if (typeof text !== 'object' || text === null || !('text' in text) || typeof text.text !== 'string') return []
  if ('language' in text && typeof text.language === 'string') return [{ text: text.text, language: text.language }]
  return [{ text: text.text }]
}
