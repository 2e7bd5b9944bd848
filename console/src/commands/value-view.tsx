import type { ReactNode } from 'react'
import { Facts } from '../ui/facts.tsx'
import { Moment } from '../ui/moment.tsx'
import { labelOf } from './proposals.ts'

type Fields = Readonly<Record<string, unknown>>

/** Anything the API tells, laid out: names and values, and a table where things of one kind are listed. */
export function ValueView({ of }: { of: unknown }): ReactNode {
  if (Array.isArray(of)) return <ListView items={of} />
  if (!isFields(of)) return <ScalarView of={of} />
  const entries = Object.entries(of)
  const small = entries.filter(([, value]) => !isLarge(value))
  const large = entries.filter(([, value]) => isLarge(value))
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {small.length > 0 && (
        <Facts of={small.map(([name, value]) => [labelOf(name), <ValueView key={name} of={value} />])} />
      )}
      {large.map(([name, value]) => (
        <div key={name} role="group" aria-label={labelOf(name)} className="min-w-0">
          <p className="label mb-1">{labelOf(name)}</p>
          <ValueView of={value} />
        </div>
      ))}
    </div>
  )
}

/** What needs the whole width. */
function isLarge(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object')
  return isFields(value) || (typeof value === 'string' && value.includes('\n'))
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/

function ScalarView({ of }: { of: unknown }) {
  if (of === null || of === undefined || of === '') return <span className="text-faint">–</span>
  if (typeof of === 'boolean') return of ? 'Yes' : 'No'
  if (typeof of === 'number') return <span className="num">{of}</span>
  const text = String(of)
  if (INSTANT.test(text)) return <Moment at={text} />
  return text.includes('\n') ? (
    <pre className="max-h-72 overflow-auto rounded-lg bg-sunken p-3 font-mono text-[0.86rem]">{text}</pre>
  ) : (
    text
  )
}

function ListView({ items }: { items: readonly unknown[] }) {
  const rows = items.filter(isFields)
  if (items.length === 0) return <span className="text-faint">none</span>
  if (rows.length < items.length) {
    return items.map((item, at) => (
      <span key={at}>
        {at > 0 && ', '}
        <ValueView of={item} />
      </span>
    ))
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-left text-[0.9rem]">
        <thead>
          <tr className="text-soft">
            {columns.map((name) => (
              <th key={name} scope="col" className="border-line border-b py-1 pr-4 font-normal last:pr-0">
                {labelOf(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at} className="border-line border-b align-top last:border-b-0">
              {columns.map((name) => (
                <td key={name} className="py-1 pr-4 last:pr-0">
                  <ValueView of={row[name]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
