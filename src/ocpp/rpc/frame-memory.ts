import { FrameShape, LONGEST_TEXT } from './frame-shape.ts'

/** Shorter texts are read so quickly that nothing is to be gained. */
const WORTH_LENGTH = 500
/** Shapes one station is known by: it tells readings in one or two. */
const SHAPES_KEPT = 3
const SHAPES_SHARED = 500

/** Stations of one make share their shapes. */
const shared = new Map<string, FrameShape>()

/**
 * Remembers how the frames of one station look, to read those quickly that look like one before. Taking a text apart costs more than
 * reading it: whoever says something else each time is looked at ever more seldom.
 */
export class FrameMemory {
  #shapes: readonly FrameShape[] = []
  #missed = 0
  #patience = 1

  static isWorth({ length }: string): boolean {
    return length >= WORTH_LENGTH && length <= LONGEST_TEXT
  }

  /** As `JSON.parse` does; what is the same in every text of a shape is shared between them, and frozen. */
  read(text: string): unknown {
    if (!FrameMemory.isWorth(text)) return JSON.parse(text)
    for (const shape of this.#shapes) {
      const read = shape.read(text)
      if (read !== undefined) return read
    }
    const read: unknown = JSON.parse(text)
    this.#missed += 1
    if (this.#missed > this.#patience) this.#learn(text)
    return read
  }

  #learn(text: string): void {
    this.#missed = 0
    this.#patience *= 2
    const shape = FrameShape.of(text)
    if (shape !== undefined) this.#shapes = [share(shape), ...this.#shapes.slice(0, SHAPES_KEPT - 1)]
  }
}

function share(shape: FrameShape): FrameShape {
  const { key } = shape
  const known = shared.get(key)
  if (known !== undefined) return known
  const [oldest] = shared.keys()
  if (shared.size >= SHAPES_SHARED && oldest !== undefined) shared.delete(oldest)
  shared.set(key, shape)
  return shape
}
