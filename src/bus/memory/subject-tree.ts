import { AppError } from '#kernel'

interface Node<T> {
  readonly words: Map<string, Node<T>>
  readonly here: Set<T>
  /** Those that take any rest of at least one word. */
  readonly rest: Set<T>
}

function emptyNode<T>(): Node<T> {
  return { words: new Map(), here: new Set(), rest: new Set() }
}

/**
 * Subscribers by what they listen to. A subject without wildcards costs one look into a map; the tree is walked only
 * while somebody uses wildcards.
 */
export class SubjectTree<T> {
  readonly #exact = new Map<string, Set<T>>()
  readonly #root = emptyNode<T>()
  #wildcards = 0

  /** Words and subjects it holds; what ended leaves none. */
  get size(): number {
    return this.#exact.size + sizeOf(this.#root)
  }

  /** Adds a subscriber under a pattern; the function returned takes it out again. */
  add(pattern: string, subscriber: T): () => void {
    const words = patternWords(pattern)
    if (!words.includes('*') && !words.includes('>')) return this.#addExact(pattern, subscriber)
    const path = this.#pathTo(words.at(-1) === '>' ? words.slice(0, -1) : words)
    const end = path.at(-1)?.node ?? this.#root
    const set = words.at(-1) === '>' ? end.rest : end.here
    set.add(subscriber)
    this.#wildcards += 1
    return () => {
      if (!set.delete(subscriber)) return
      this.#wildcards -= 1
      prune(path)
    }
  }

  /** Calls `visit` with each subscriber of a subject. */
  match(subject: string, visit: (subscriber: T) => void): void {
    for (const subscriber of this.#exact.get(subject) ?? []) visit(subscriber)
    if (this.#wildcards > 0) walk(this.#root, subject.split('.'), 0, visit)
  }

  /** Whether anybody listens to a subject. */
  has(subject: string): boolean {
    return this.#exact.has(subject) || (this.#wildcards > 0 && isHeard(this.#root, subject, 0))
  }

  #addExact(subject: string, subscriber: T): () => void {
    const set = this.#exact.get(subject) ?? new Set()
    this.#exact.set(subject, set.add(subscriber))
    return () => {
      set.delete(subscriber)
      if (set.size === 0 && this.#exact.get(subject) === set) this.#exact.delete(subject)
    }
  }

  #pathTo(words: readonly string[]): Step<T>[] {
    let node = this.#root
    return words.map((word) => {
      const next = node.words.get(word) ?? emptyNode<T>()
      node.words.set(word, next)
      const step = { parent: node, word, node: next }
      node = next
      return step
    })
  }
}

function sizeOf<T>(node: Node<T>): number {
  let size = node.words.size
  for (const child of node.words.values()) size += sizeOf(child)
  return size
}

interface Step<T> {
  readonly parent: Node<T>
  readonly word: string
  readonly node: Node<T>
}

/** Takes out branches that hold nobody any more: words come from outside and would pile up. */
function prune<T>(path: readonly Step<T>[]): void {
  for (const { parent, word, node } of [...path].reverse()) {
    if (node.here.size + node.rest.size + node.words.size > 0) return
    parent.words.delete(word)
  }
}

function walk<T>(node: Node<T>, words: readonly string[], depth: number, visit: (subscriber: T) => void): void {
  if (depth === words.length) {
    for (const subscriber of node.here) visit(subscriber)
    return
  }
  for (const subscriber of node.rest) visit(subscriber)
  const named = node.words.get(words[depth] ?? '')
  if (named !== undefined) walk(named, words, depth + 1, visit)
  const any = node.words.get('*')
  if (any !== undefined) walk(any, words, depth + 1, visit)
}

/** Whether {@link walk} would find anybody for what of the subject begins at `from`: asked for each message, so nothing is taken apart. */
function isHeard<T>(node: Node<T>, subject: string, from: number): boolean {
  if (from > subject.length) return node.here.size > 0
  if (node.rest.size > 0) return true
  if (node.words.size === 0) return false
  const dot = subject.indexOf('.', from)
  const end = dot < 0 ? subject.length : dot
  const any = node.words.get('*')
  if (any !== undefined && isHeard(any, subject, end + 1)) return true
  if (any !== undefined && node.words.size === 1) return false
  const named = node.words.get(subject.slice(from, end))
  return named !== undefined && isHeard(named, subject, end + 1)
}

/** @throws AppError `invalid` for empty words, and for `>` elsewhere than at the end. */
function patternWords(pattern: string): string[] {
  const words = pattern.split('.')
  if (words.some((word, index) => word === '' || (word === '>' && index < words.length - 1))) {
    throw new AppError('invalid', `${pattern} is no subject to listen to`)
  }
  return words
}

/** @throws AppError `invalid` for a subject that cannot be spoken on: empty words or wildcards. */
export function checkSubject(subject: string): void {
  if (subject === '' || /(^|\.)(\.|$|[*>](\.|$))/.test(subject))
    throw new AppError('invalid', `${subject} is no subject to speak on`)
}
