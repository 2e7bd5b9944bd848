import type { ConfigurationTemplate } from '#api-client'
import { variableWords, wantedWords } from './variable-words.ts'

/** Values as they are wanted. */
export function WantedTable({ wanted }: { wanted: ConfigurationTemplate['wanted'] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
      {wanted.map((value) => (
        <div key={variableWords(value)} className="contents">
          <dt className="break-all font-mono text-[0.9rem] text-soft">{variableWords(value)}</dt>
          <dd className="break-all font-mono text-[0.9rem]">{wantedWords(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
