import { Moment } from '../ui/moment.tsx'
import { MEMBER_STATES, memberWords, type Progress, progressWords } from './member-words.ts'
import { areaOf, type MemberTimes, progressOverTime, thinned } from './progress-over-time.ts'

interface PictureProps {
  readonly members: readonly MemberTimes[]
  /** How many are in each state now, all of them. */
  readonly progress: Progress
  readonly from: string
  /** When it ended, or now. */
  readonly until: string
}

const SIZE = { width: 800, height: 160 }

/** What was waiting, under way, done and failed over time; an area for each. */
export function ProgressPicture({ members, progress, from, until }: PictureProps) {
  const untilMs = Math.max(Date.parse(until), Date.parse(from) + 1)
  const steps = thinned(progressOverTime(members, Date.parse(from)), untilMs)
  return (
    <figure className="flex flex-col gap-2">
      <svg
        role="img"
        aria-label={`Progress over time: ${progressWords(progress)}`}
        viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
        preserveAspectRatio="none"
        className="h-40 w-full rounded-md bg-sunken"
      >
        {MEMBER_STATES.map((state) => (
          <path
            key={state}
            d={areaOf(state, steps, untilMs, SIZE)}
            className={`${memberWords[state].fill} ${state === 'waiting' ? 'opacity-50' : 'opacity-90'}`}
          />
        ))}
      </svg>
      <div className="flex justify-between text-[0.86rem] text-faint">
        <Moment at={from} seconds />
        <Moment at={until} seconds />
      </div>
      <figcaption>
        <ul className="flex flex-wrap gap-x-5 gap-y-1">
          {MEMBER_STATES.map((state) => (
            <li key={state} className="flex items-center gap-1.5" data-progress={state}>
              <span aria-hidden className={`size-2.5 rounded-sm ${memberWords[state].dot}`} />
              <span className="text-soft">{memberWords[state].label}</span>
              <span className="num font-medium">{progress[state]}</span>
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  )
}
