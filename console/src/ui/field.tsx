import { type ComponentProps, type ReactNode, useId } from 'react'

interface Described {
  readonly label: string
  readonly hint?: ReactNode
}

function Labelled({ id, label, hint, children }: Described & { id: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="label">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-[0.86rem] text-faint">
          {hint}
        </p>
      )}
    </div>
  )
}

export function TextField({ label, hint, className = '', ...rest }: ComponentProps<'input'> & Described) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint}>
      <input id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...rest} className={`field ${className}`} />
    </Labelled>
  )
}

export function TextArea({ label, hint, className = '', ...rest }: ComponentProps<'textarea'> & Described) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint}>
      <textarea id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...rest} className={`field ${className}`} />
    </Labelled>
  )
}

export interface Choice {
  readonly value: string
  readonly label: string
}

type SelectProps = ComponentProps<'select'> & Described & { readonly choices: readonly Choice[] }

export function SelectField({ label, hint, choices, className = '', ...rest }: SelectProps) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint}>
      <select id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...rest} className={`field ${className}`}>
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
