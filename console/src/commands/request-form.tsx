import { useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import {
  type DraftOfFields,
  draftOf,
  type Fault,
  type Field,
  fieldsIn,
  type Json,
  type JsonSchema,
  readDraft,
  type Shape,
  shapeOf,
} from '#json-schema'
import type { CommandKindInfo } from '../api/types.ts'
import type { Choice } from '../ui/field.tsx'
import { type Filling, FillingContext } from './filling.ts'
import { focusFirst } from './focus.ts'
import { type Proposals, proposalsFor } from './proposals.ts'
import { faultsIn, REQUEST } from './request-faults.ts'
import { SchemaFields, SchemaWhole, WHOLE } from './schema-fields.tsx'
import type { Situation } from './situation.ts'

export type JsonFields = Readonly<Record<string, Json>>

/** A request that is being filled in. */
export interface RequestFormState {
  readonly fields: readonly Field[]
  readonly draft: DraftOfFields
  readonly filling: Filling
  change(draft: DraftOfFields): void
  /** The request, when nothing is at fault; else the cursor goes to the first field that is, in `form`. */
  check(form: ParentNode): Json | undefined
  /** Takes what the platform complained of to the fields it named. */
  refused(thrown: unknown): void
}

export interface FormOptions {
  readonly schema: JsonSchema
  readonly proposals: Proposals
  /** What is known already: part of the request, and no field of the form. */
  readonly given?: JsonFields | undefined
  /** Fields that have no place here, by their names. */
  readonly hidden?: readonly string[] | undefined
  /** What the platform's complaints call the request, with a dot: '' when it is the body itself. */
  readonly prefix: string
}

/** A form made of a schema; what is likely to be meant stands in it already. */
export function useSchemaForm({ schema, proposals, given = {}, hidden = [], prefix }: FormOptions): RequestFormState {
  const names = [...Object.keys(given), ...hidden].join()
  const shape = useMemo(() => without(withFields(shapeOf(schema)), names.split(',')), [schema, names])
  const [draft, setDraft] = useState(() => fieldsIn(draftOf(shape, proposals.values)))
  const [checked, setChecked] = useState(false)
  const [told, setTold] = useState<readonly Fault[]>([])
  const read = readDraft(shape, draft, true)
  // Nobody is told of faults while still filling in for the first time.
  const faults = [...told, ...(checked ? read.faults : [])]
  return {
    fields: shape.kind === 'object' ? shape.fields : [],
    draft,
    filling: { proposals, faults: new Map(faults.map(({ path, problem }) => [path, problem])) },
    change(next) {
      setTold([])
      setDraft(next)
    },
    check(form) {
      flushSync(() => setChecked(true))
      if (read.faults.length === 0) return withGiven(given, unwrapped(read.value))
      focusFirst(form, '[aria-invalid], [data-fault]')
      return undefined
    },
    refused: (thrown) => setTold(faultsIn(thrown, prefix)),
  }
}

/** What is known of a request before anybody fills it in. */
export interface KnownOfRequest {
  /** Part of the request, and no field of the form. */
  readonly given?: JsonFields | undefined
  /** What stands in the form from the beginning, besides what the console proposes by itself. */
  readonly values?: JsonFields | undefined
  /** What a field can be, by its name. */
  readonly choices?: Readonly<Record<string, readonly Choice[]>> | undefined
}

/** The form of a kind of command, made of its schema; what the station is likely to need stands in it already. */
export function useRequestForm(
  kind: CommandKindInfo,
  situation: Situation,
  { given, values = {}, choices = {} }: KnownOfRequest = {},
): RequestFormState {
  const proposed = proposalsFor(kind.kind, situation)
  const proposals = {
    ...proposed,
    values: { ...proposed.values, ...values },
    choices: { ...proposed.choices, ...choices },
  }
  return useSchemaForm({ schema: kind.request, proposals, given, prefix: REQUEST })
}

export function RequestForm({ form: { fields, draft, filling, change } }: { form: RequestFormState }) {
  return (
    <FillingContext value={filling}>
      {fields[0]?.name === WHOLE ? (
        <SchemaWhole shape={fields[0].shape} draft={draft[WHOLE]} onChange={(whole) => change({ [WHOLE]: whole })} />
      ) : (
        <SchemaFields fields={fields} draft={draft} path="" onChange={change} />
      )}
    </FillingContext>
  )
}

function withFields(shape: Shape): Shape {
  return shape.kind === 'object' ? shape : { kind: 'object', fields: [{ name: WHOLE, required: true, shape }] }
}

const unwrapped = (value: Json | undefined): Json | undefined =>
  isFields(value) && Object.keys(value).join() === WHOLE ? value[WHOLE] : value

function without(shape: Shape, names: readonly string[]): Shape {
  if (shape.kind !== 'object') return shape
  return { kind: 'object', fields: shape.fields.filter(({ name }) => !names.includes(name)) }
}

function withGiven(given: JsonFields, value: Json | undefined): Json | undefined {
  return isFields(value) ? { ...given, ...value } : value
}

const isFields = (value: Json | undefined): value is JsonFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
