import { type ComponentProps, type ReactNode, useId } from 'react'

export interface Described {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong with it, as a sentence. */
  readonly fault?: string | undefined
  /** It may be left empty, which its label says. */
  readonly optional?: boolean | undefined
}

function Labelled({ id, label, hint, fault, optional, children }: Described & { id: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="label">
          {label}
        </label>
        {optional && <span className="text-[0.82rem] text-faint">optional</span>}
      </span>
      {children}
      {fault && (
        <p id={`${id}-fault`} className="text-[0.86rem] text-bad">
          {fault}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-[0.86rem] text-faint">
          {hint}
        </p>
      )}
    </div>
  )
}

/** What a control says of itself to those who do not see what stands around it. */
function described(id: string, { hint, fault }: Pick<Described, 'hint' | 'fault'>) {
  const by = [fault && `${id}-fault`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return { id, 'aria-describedby': by === '' ? undefined : by, 'aria-invalid': fault === undefined ? undefined : true }
}

export function TextField({
  label,
  hint,
  fault,
  optional,
  className = '',
  ...rest
}: ComponentProps<'input'> & Described) {
  const id = useId()
  return (
    <Labelled {...{ id, label, hint, fault, optional }}>
      <input {...described(id, { hint, fault })} {...rest} className={`field ${className}`} />
    </Labelled>
  )
}

export function TextArea({
  label,
  hint,
  fault,
  optional,
  className = '',
  ...rest
}: ComponentProps<'textarea'> & Described) {
  const id = useId()
  return (
    <Labelled {...{ id, label, hint, fault, optional }}>
      <textarea {...described(id, { hint, fault })} {...rest} className={`field ${className}`} />
    </Labelled>
  )
}

export interface Choice {
  readonly value: string
  readonly label: string
}

type SelectProps = ComponentProps<'select'> & Described & { readonly choices: readonly Choice[] }

export function SelectField({ label, hint, fault, optional, choices, className = '', ...rest }: SelectProps) {
  const id = useId()
  return (
    <Labelled {...{ id, label, hint, fault, optional }}>
      <select {...described(id, { hint, fault })} {...rest} className={`field ${className}`}>
        {choices.map(({ value, label: words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

export function CheckField({ label, hint, ...rest }: ComponentProps<'input'> & Described) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5">
      <input id={id} type="checkbox" {...rest} className="mt-0.5 size-4" />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && <p className="text-[0.86rem] text-faint">{hint}</p>}
      </div>
    </div>
  )
}
