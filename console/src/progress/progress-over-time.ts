import type { CampaignMember } from '#api-client'
import { MEMBER_STATES, type MemberState, type Progress } from './member-words.ts'

export type MemberTimes = Pick<CampaignMember, 'state' | 'orderedAt' | 'settledAt'>

/** From `atMs` on, until the next step, so many stations were in each state. */
export interface ProgressStep {
  readonly atMs: number
  readonly progress: Progress
}

const NONE: Progress = { waiting: 0, ordered: 0, succeeded: 0, failed: 0, skipped: 0 }

/** How many stations were in each state since `fromMs`: each waits, is ordered, and comes to its end. */
export function progressOverTime(members: readonly MemberTimes[], fromMs: number): readonly ProgressStep[] {
  const moves = members.flatMap(movesOf).toSorted((a, b) => a.atMs - b.atMs)
  const steps: ProgressStep[] = [{ atMs: fromMs, progress: { ...NONE, waiting: members.length } }]
  for (const { atMs, from, to } of moves) {
    const last = steps.at(-1)
    if (last === undefined) break
    const progress = { ...last.progress, [from]: last.progress[from] - 1 }
    const step = { atMs: Math.max(atMs, last.atMs), progress: { ...progress, [to]: progress[to] + 1 } }
    if (step.atMs === last.atMs) steps[steps.length - 1] = step
    else steps.push(step)
  }
  return steps
}

interface Move {
  readonly atMs: number
  readonly from: MemberState
  readonly to: MemberState
}

/** One that waits again after a try has moved nowhere yet. */
function movesOf({ state, orderedAt, settledAt }: MemberTimes): readonly Move[] {
  if (state === 'waiting') return []
  const ordered =
    orderedAt === undefined ? [] : [{ atMs: Date.parse(orderedAt), from: 'waiting', to: 'ordered' } as const]
  if (state === 'ordered' || settledAt === undefined) return ordered
  const from = orderedAt === undefined ? 'waiting' : 'ordered'
  return [...ordered, { atMs: Date.parse(settledAt), from, to: state }]
}

/** Fewer than the picture has pixels. */
const MOST_STEPS = 400

/** As many steps as can be told apart: of those that fall together the last. */
export function thinned(steps: readonly ProgressStep[], untilMs: number): readonly ProgressStep[] {
  const [first] = steps
  if (first === undefined || steps.length <= MOST_STEPS) return steps
  const apart = Math.max(1, (untilMs - first.atMs) / MOST_STEPS)
  return steps.filter((step, at) => {
    const next = steps[at + 1]
    return at === 0 || next === undefined || Math.floor(step.atMs / apart) !== Math.floor(next.atMs / apart)
  })
}

/** The area of one state in a picture of `width` by `height`, as the path of an SVG; areas lie upon each other. */
export function areaOf(
  state: MemberState,
  steps: readonly ProgressStep[],
  untilMs: number,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const fromMs = steps[0]?.atMs ?? untilMs
  const below = MEMBER_STATES.slice(0, MEMBER_STATES.indexOf(state))
  const x = (atMs: number) => (((atMs - fromMs) / Math.max(1, untilMs - fromMs)) * width).toFixed(1)
  const sum = (states: readonly MemberState[], progress: Progress) =>
    states.reduce((all, each) => all + progress[each], 0)
  const y = (states: readonly MemberState[], progress: Progress) => {
    const total = sum(MEMBER_STATES, progress)
    return (height - (total === 0 ? 0 : sum(states, progress) / total) * height).toFixed(1)
  }
  const edges = steps.map((step, at) => ({ ...step, untilMs: steps[at + 1]?.atMs ?? untilMs }))
  const top = edges.flatMap(({ atMs, untilMs: end, progress }) => {
    const level = y([...below, state], progress)
    return [`${x(atMs)},${level}`, `${x(end)},${level}`]
  })
  const bottom = edges.toReversed().flatMap(({ atMs, untilMs: end, progress }) => {
    const level = y(below, progress)
    return [`${x(end)},${level}`, `${x(atMs)},${level}`]
  })
  return `M${[...top, ...bottom].join('L')}Z`
}
