import { MEMBER_STATES, memberWords, type Progress, progressWords, totalOf } from './member-words.ts'

/** How far something is at many stations, in one line. */
export function ProgressBar({ progress }: { progress: Progress }) {
  const total = totalOf(progress)
  const words = total === 0 ? 'No station' : progressWords(progress)
  return (
    <span className="flex min-w-0 flex-col gap-1 max-sm:min-w-40" title={words}>
      <span aria-hidden className="flex h-2 w-full gap-px overflow-hidden rounded-full bg-sunken">
        {MEMBER_STATES.filter((state) => progress[state] > 0).map((state) => (
          <span
            key={state}
            className={memberWords[state].dot}
            style={{ width: `${(progress[state] / total) * 100}%`, minWidth: 3 }}
          />
        ))}
      </span>
      <span className="num truncate text-[0.86rem] text-soft">{words}</span>
    </span>
  )
}
