import type { Tone } from '../format/words.ts'

export const toneText: Record<Tone, string> = {
  good: 'text-good',
  busy: 'text-busy',
  warn: 'text-warn',
  bad: 'text-bad',
  quiet: 'text-faint',
}

export const toneBadge: Record<Tone, string> = {
  good: 'bg-accent-soft text-accent',
  busy: 'bg-busy-soft text-busy',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  quiet: 'bg-sunken text-soft',
}
