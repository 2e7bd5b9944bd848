import { useId } from 'react'
import { inWords, isLong, type ScalarShape } from '#json-schema'
import { type Choice, type Described, SelectField, TextArea, TextField } from '../ui/field.tsx'
import { sentence, useFilling } from './filling.ts'

export interface ScalarProps extends Described {
  /** The field's name in the request, by which it is decorated. */
  readonly name: string
  readonly path: string
  readonly shape: ScalarShape
  readonly draft: string
  readonly onChange: (draft: string) => void
}

/** One control, as the shape wants it. */
export function ScalarField({ name, path, shape, draft, onChange, ...described }: ScalarProps) {
  const { proposals, faults } = useFilling()
  const typed = { ...described, fault: sentence(faults.get(path)), value: draft }
  const onText = (event: { target: { value: string } }) => onChange(event.target.value)
  const choices = proposals.choices[name] ?? choicesOf(shape)
  if (choices !== undefined) {
    return <SelectField {...typed} choices={withNothing(choices, typed.optional === true, draft)} onChange={onText} />
  }
  if (shape.kind === 'json' || (shape.kind === 'text' && isLong(shape))) {
    return <TextArea {...typed} rows={3} spellCheck={false} className="font-mono text-[0.9rem]" onChange={onText} />
  }
  if (shape.kind === 'instant') {
    const onTime = (event: { target: { value: string } }) => onChange(instantOf(event.target.value))
    return <TextField {...typed} type="datetime-local" step={1} value={localOf(draft)} onChange={onTime} />
  }
  const suggestions = proposals.suggestions[path.replaceAll(/\.\d+/g, '')] ?? proposals.suggestions[name] ?? []
  if (shape.kind === 'text' && suggestions.length > 0) {
    return <Suggested {...typed} suggestions={suggestions} onText={onChange} />
  }
  const number = shape.kind === 'number' && { inputMode: shape.whole ? ('numeric' as const) : ('decimal' as const) }
  const secret = /password|pin$/i.test(name) && { type: 'password' }
  return <TextField {...typed} {...number} {...secret} autoComplete="off" spellCheck={false} onChange={onText} />
}

type SuggestedProps = Described & { value: string; suggestions: readonly string[]; onText: (text: string) => void }

function Suggested({ suggestions, onText, ...typed }: SuggestedProps) {
  const id = useId()
  return (
    <>
      <TextField {...typed} list={id} autoComplete="off" onChange={(event) => onText(event.target.value)} />
      <datalist id={id}>
        {suggestions.map((word) => (
          <option key={word} value={word} />
        ))}
      </datalist>
    </>
  )
}

function choicesOf(shape: ScalarShape): readonly Choice[] | undefined {
  if (shape.kind === 'choice') return shape.words.map((word) => ({ value: String(word), label: inWords(String(word)) }))
  if (shape.kind !== 'boolean') return undefined
  return [
    { value: 'true', label: 'Yes' },
    { value: 'false', label: 'No' },
  ]
}

/** Nothing is a choice where nothing need be given, and until something is. */
function withNothing(choices: readonly Choice[], optional: boolean, draft: string): readonly Choice[] {
  if (optional) return [{ value: '', label: '–' }, ...choices]
  return draft === '' ? [{ value: '', label: 'Choose …' }, ...choices] : choices
}

/** A moment as the browser's control shows it, in local time: `2026-11-25T18:30:00`. */
function localOf(instant: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return ''
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

function instantOf(local: string): string {
  const at = new Date(local)
  return Number.isNaN(at.getTime()) ? '' : at.toISOString()
}
