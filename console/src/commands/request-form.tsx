import { useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import {
  type DraftOfFields,
  draftOf,
  type Fault,
  type Field,
  fieldsIn,
  type Json,
  readDraft,
  shapeOf,
} from '#json-schema'
import type { CommandKindInfo } from '../api/types.ts'
import { type Filling, FillingContext } from './filling.ts'
import { focusFirst } from './focus.ts'
import { proposalsFor } from './proposals.ts'
import { faultsIn } from './request-faults.ts'
import { SchemaFields } from './schema-fields.tsx'
import type { Situation } from './situation.ts'

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

/** The form of a kind of command, made of its schema; what the station is likely to need stands in it already. */
export function useRequestForm(kind: CommandKindInfo, situation: Situation): RequestFormState {
  const shape = useMemo(() => shapeOf(kind.request), [kind])
  const proposals = proposalsFor(kind.kind, situation)
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
      if (read.faults.length === 0) return read.value
      focusFirst(form, '[aria-invalid], [data-fault]')
      return undefined
    },
    refused: (thrown) => setTold(faultsIn(thrown)),
  }
}

export function RequestForm({ form: { fields, draft, filling, change } }: { form: RequestFormState }) {
  return (
    <FillingContext value={filling}>
      <SchemaFields fields={fields} draft={draft} path="" onChange={change} />
    </FillingContext>
  )
}
