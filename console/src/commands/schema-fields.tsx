import { Plus } from 'lucide-react'
import {
  type Draft,
  type DraftOfFields,
  draftOf,
  type Field,
  fieldsIn,
  inWords,
  isFoldable,
  isScalar,
  itemsIn,
  type Json,
  MAP_NAME,
  type Shape,
  VALUE,
  VARIANT,
} from '#json-schema'
import { Button } from '../ui/button.tsx'
import { CheckField, SelectField } from '../ui/field.tsx'
import { useFilling } from './filling.ts'
import { Folded } from './folded.tsx'
import { itemLabel, labelOf } from './proposals.ts'
import { ScalarField } from './scalar-field.tsx'
import { SchemaPart } from './schema-part.tsx'

/** Fewer need no folding away. */
const FEW = 2

interface FieldsProps {
  readonly fields: readonly Field[]
  readonly draft: DraftOfFields
  readonly path: string
  readonly onChange: (draft: DraftOfFields) => void
}

/** The fields of an object; those that need not be given are folded away where they are many. */
export function SchemaFields({ fields, draft, path, onChange }: FieldsProps) {
  const { proposals, faults } = useFilling()
  const inside = (name: string) => (path === '' ? name : `${path}.${name}`)
  const shown = path === '' ? proposals.shown : proposals.shownInside
  const spare = fields.filter(({ name, required }) => !required && !shown.has(name))
  const folded = spare.length > FEW || spare.length < fields.length ? spare : []
  const isWrong = ({ name }: Field) =>
    [...faults.keys()].some((each) => each === inside(name) || each.startsWith(`${inside(name)}.`))
  const one = ({ name, required, description, shape }: Field) => (
    <SchemaField
      key={name}
      {...{ name, shape, required }}
      label={labelOf(name)}
      path={inside(name)}
      draft={draft[name]}
      hint={isRepeated(path) ? undefined : description}
      onChange={(changed) => onChange({ ...draft, [name]: changed })}
    />
  )
  return (
    <>
      {fields.filter((field) => !folded.includes(field)).map(one)}
      {folded.length > 0 && (
        <Folded wrong={folded.some(isWrong)} names={folded.map(({ name }) => labelOf(name))}>
          {folded.map(one)}
        </Folded>
      )}
    </>
  )
}

/** In the second of several things of a kind everybody knows what its fields mean. */
function isRepeated(path: string): boolean {
  return path.split('.').some((part) => /^[1-9]\d*$/.test(part))
}

interface SchemaFieldProps {
  readonly name: string
  readonly label: string
  readonly path: string
  readonly shape: Shape
  readonly required: boolean
  readonly hint?: string | undefined
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  /** An item of a list can be taken away. */
  readonly onRemove?: (() => void) | undefined
}

/** One field, whatever its shape. */
function SchemaField(props: SchemaFieldProps) {
  const { name, path, shape, draft, required, label, hint, onChange, onRemove } = props
  if (shape.kind === 'constant') return null
  if (isScalar(shape)) {
    const text = typeof draft === 'string' ? draft : ''
    return <ScalarField {...{ name, path, shape, label, hint, onChange }} optional={!required} draft={text} />
  }
  if (isFoldable(shape) && draft === undefined) {
    return (
      <div>
        <Button small onClick={() => onChange(draftOf(shape))}>
          <Plus className="size-3.5" aria-hidden />
          {label}
        </Button>
        {hint && <p className="mt-1 text-[0.86rem] text-faint">{hint}</p>}
      </div>
    )
  }
  const takeAway = onRemove ?? (isFoldable(shape) && !required ? () => onChange(undefined) : undefined)
  return (
    <SchemaPart {...{ label, hint, path }} isList={shape.kind === 'list' || shape.kind === 'map'} onRemove={takeAway}>
      <Inside {...props} />
    </SchemaPart>
  )
}

/** What the only field is called of a form whose request is no object with fields, but one of several. */
export const WHOLE = 'request'

/** A request that is one of several things. */
export function SchemaWhole({ shape, draft, onChange }: Pick<SchemaFieldProps, 'shape' | 'draft' | 'onChange'>) {
  return <Inside {...{ shape, draft, onChange }} name={WHOLE} path={WHOLE} label="" required />
}

/** What stands within a part. */
function Inside(props: SchemaFieldProps) {
  const { shape, draft, path, onChange } = props
  switch (shape.kind) {
    case 'object':
      return <SchemaFields fields={shape.fields} draft={fieldsIn(draft)} path={path} onChange={onChange} />
    case 'variants':
      return <Variants {...props} shape={shape} />
    case 'list':
      if (shape.item.kind === 'choice')
        return <Choices words={shape.item.words} drafts={itemsIn(draft)} onChange={onChange} />
      return <Items {...props} item={shape.item} drafts={itemsIn(draft)} />
    case 'map':
      return <Items {...props} item={entry(shape.value)} drafts={itemsIn(draft)} />
    default:
      return null
  }
}

/** An entry of a map is filled in as its name and its value. */
function entry(value: Shape): Shape {
  const name: Field = { name: MAP_NAME, required: true, shape: { kind: 'text', minLength: 1, maxLength: 255 } }
  return { kind: 'object', fields: [name, { name: VALUE, required: true, shape: value }] }
}

type VariantsProps = SchemaFieldProps & { shape: Extract<Shape, { kind: 'variants' }> }

function Variants({ shape, draft, path, onChange, name }: VariantsProps) {
  const fields = fieldsIn(draft)
  const at = typeof fields[VARIANT] === 'string' ? fields[VARIANT] : '0'
  const inner = shape.variants[Number(at)]?.shape
  const choose = (next: string) => {
    const chosen = shape.variants[Number(next)]?.shape
    onChange({ [VARIANT]: next, [VALUE]: chosen && draftOf(chosen) })
  }
  const change = (value: Draft) => onChange({ ...fields, [VALUE]: value })
  return (
    <>
      <SelectField
        label="Which"
        value={at}
        choices={shape.variants.map(({ label }, index) => ({ value: String(index), label: labelOf(label) }))}
        onChange={(event) => choose(event.target.value)}
      />
      {inner?.kind === 'object' && (
        <SchemaFields fields={inner.fields} draft={fieldsIn(fields[VALUE])} path={path} onChange={change} />
      )}
      {inner !== undefined && inner.kind !== 'object' && (
        <SchemaField {...{ name, path }} shape={inner} label="Value" required draft={fields[VALUE]} onChange={change} />
      )}
    </>
  )
}

interface ChoicesProps {
  readonly words: readonly Json[]
  readonly drafts: readonly Draft[]
  readonly onChange: (drafts: readonly Draft[]) => void
}

/** A list of words is ticked off. */
function Choices({ words, drafts, onChange }: ChoicesProps) {
  return (
    <div className="-mt-2 flex flex-wrap gap-x-5 gap-y-1.5">
      {words.map(String).map((word) => (
        <CheckField
          key={word}
          label={inWords(word)}
          checked={drafts.includes(word)}
          onChange={(event) =>
            onChange(event.target.checked ? [...drafts, word] : drafts.filter((each) => each !== word))
          }
        />
      ))}
    </div>
  )
}

type ItemsProps = SchemaFieldProps & { item: Shape; drafts: readonly Draft[] }

/** Things one after the other, to be added and taken away. */
function Items({ name, label, path, item, drafts, onChange }: ItemsProps) {
  return (
    <>
      {drafts.map((draft, at) => (
        <SchemaField
          key={at}
          name={name}
          label={itemLabel(label, at)}
          path={`${path}.${at}`}
          shape={item}
          required
          draft={draft}
          onChange={(changed) => onChange(drafts.with(at, changed))}
          onRemove={() => onChange(drafts.toSpliced(at, 1))}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button small onClick={() => onChange([...drafts, draftOf(item)])} aria-label={`Add to ${label}`}>
          <Plus className="size-3.5" aria-hidden />
          Add
        </Button>
        {isScalar(item) && drafts.length > 0 && (
          <Button small look="quiet" onClick={() => onChange(drafts.slice(0, -1))}>
            Remove the last
          </Button>
        )}
      </div>
    </>
  )
}
