import { type Draft, type DraftOfFields, fieldsIn, itemsIn, MAP_NAME, VALUE, VARIANT } from './draft-parts.ts'
import { isScalar, readScalar, type ScalarShape } from './scalar.ts'
import type { Json } from './schema.ts'
import type { Shape } from './shape.ts'

/** What is wrong with one part of a draft. */
export interface Fault {
  /** As the API names it: `variables.0.name`; empty for the whole. */
  readonly path: string
  /** A sentence without its subject: `has to be at least 1`. */
  readonly problem: string
}

/** The value, absent when nothing was given; it holds only where there are no faults. */
export interface ReadDraft {
  readonly value?: Json
  readonly faults: readonly Fault[]
}

const MISSING = 'is missing'

/** Makes the value of what was filled in, and tells every part that is not as its shape wants it. */
export function readDraft(shape: Shape, draft: Draft, required: boolean, path = ''): ReadDraft {
  if (shape.kind === 'constant') return { value: shape.value, faults: [] }
  if (isScalar(shape)) return readOne(shape, typeof draft === 'string' ? draft : '', required, path)
  if (draft === undefined) return required ? fault(path, MISSING) : { faults: [] }
  switch (shape.kind) {
    case 'object':
      return readObject(shape, fieldsIn(draft), path)
    case 'list':
      return readList(shape, itemsIn(draft), required, path)
    case 'map':
      return readMap(shape, itemsIn(draft), required, path)
    case 'variants': {
      const fields = fieldsIn(draft)
      const chosen = shape.variants[Number(fields[VARIANT] ?? 0)]
      return chosen === undefined ? fault(path, MISSING) : readDraft(chosen.shape, fields[VALUE], required, path)
    }
  }
}

function readOne(shape: ScalarShape, draft: string, required: boolean, path: string): ReadDraft {
  const text = shape.kind === 'text' && isLong(shape) ? draft : draft.trim()
  const mayBeEmpty = required && shape.kind === 'text' && shape.minLength === 0 && shape.pattern === undefined
  if (text === '' && !mayBeEmpty) {
    return required ? fault(path, MISSING) : { faults: [] }
  }
  const read = readScalar(shape, text)
  return 'problem' in read ? fault(path, read.problem) : { value: read.value, faults: [] }
}

/** Texts that may run over lines are taken as they are; blanks around short ones are slips. */
export function isLong({ maxLength = Number.POSITIVE_INFINITY, pattern }: Extract<Shape, { kind: 'text' }>): boolean {
  return maxLength > 2_500 && pattern === undefined
}

function readObject({ fields }: Extract<Shape, { kind: 'object' }>, draft: DraftOfFields, path: string): ReadDraft {
  const read = fields.map(({ name, required, shape }) => ({
    name,
    ...readDraft(shape, draft[name], required, inside(path, name)),
  }))
  const given = read.flatMap(({ name, value }): [string, Json][] => (value === undefined ? [] : [[name, value]]))
  return { value: Object.fromEntries(given), faults: read.flatMap(({ faults }) => faults) }
}

function readList(
  { item, minItems, maxItems }: Extract<Shape, { kind: 'list' }>,
  drafts: readonly Draft[],
  required: boolean,
  path: string,
): ReadDraft {
  if (drafts.length === 0 && !required) return { faults: [] }
  if (drafts.length < minItems) return fault(path, `has to have at least ${minItems} ${itemsOf(minItems)}`)
  if (maxItems !== undefined && drafts.length > maxItems) {
    return fault(path, `has to have at most ${maxItems} ${itemsOf(maxItems)}`)
  }
  const read = drafts.map((draft, at) => readDraft(item, draft, true, inside(path, String(at))))
  return {
    value: read.flatMap(({ value }) => (value === undefined ? [] : [value])),
    faults: read.flatMap(({ faults }) => faults),
  }
}

function readMap(
  { value: shape }: Extract<Shape, { kind: 'map' }>,
  drafts: readonly Draft[],
  required: boolean,
  path: string,
): ReadDraft {
  if (drafts.length === 0 && !required) return { faults: [] }
  const read = drafts.map((draft, at) => {
    const { [MAP_NAME]: name, [VALUE]: value } = fieldsIn(draft)
    const key = typeof name === 'string' ? name : ''
    const inner = readDraft(shape, value, true, inside(inside(path, String(at)), VALUE))
    const nameless = key === '' ? fault(inside(inside(path, String(at)), MAP_NAME), MISSING).faults : []
    return { key, value: inner.value, faults: [...nameless, ...inner.faults] }
  })
  const given = read.flatMap(({ key, value }): [string, Json][] => (value === undefined ? [] : [[key, value]]))
  return { value: Object.fromEntries(given), faults: read.flatMap(({ faults }) => faults) }
}

const itemsOf = (count: number) => (count === 1 ? 'item' : 'items')
const inside = (path: string, name: string) => (path === '' ? name : `${path}.${name}`)
const fault = (path: string, problem: string): ReadDraft => ({ faults: [{ path, problem }] })
