import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Choice } from './field.tsx'

/** Finds in a list as one types; `onSearch` hears of it once the typing rests. */
export function SearchBox({
  label,
  value,
  onSearch,
}: {
  label: string
  value: string
  onSearch: (text: string) => void
}) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onSearch(typed), 200)
    return () => clearTimeout(timer)
  }, [typed, value, onSearch])
  return (
    <div className="relative min-w-48 flex-1 max-sm:basis-full sm:max-w-80">
      <Search className="pointer-events-none absolute top-2.5 left-3 size-4 text-faint" aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="field pl-9"
      />
    </div>
  )
}

interface FilterProps {
  readonly label: string
  readonly value: string
  readonly choices: readonly Choice[]
  readonly onChange: (value: string) => void
}

/** One filter of a list; its first choice is no filter at all. */
export function Filter({ label, value, choices, onChange }: FilterProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={`field w-auto max-w-56 max-sm:min-w-0 max-sm:max-w-none max-sm:grow max-sm:basis-[calc(50%-0.25rem)] ${value === '' ? 'text-soft' : 'font-medium'}`}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  )
}
