/** JSON Schemas as what a person fills in: shapes, drafts of them, and the value and faults of a draft. */
export * from './draft.ts'
export * from './draft-parts.ts'
export { exampleOf } from './example.ts'
export { type Fault, isLong, type ReadDraft, readDraft } from './read-draft.ts'
export { isScalar, type Read, readScalar, type ScalarShape } from './scalar.ts'
export type { Json, JsonSchema } from './schema.ts'
export { type Field, type Shape, shapeOf, type Variant } from './shape.ts'
export { inWords } from './words.ts'
