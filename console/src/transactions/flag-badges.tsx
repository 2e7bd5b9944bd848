import type { TransactionFlag } from '../api/types.ts'
import { flagWords, wordFor } from '../format/words.ts'
import { Badge } from '../ui/badge.tsx'

/** What to look at before billing, in a word each. */
export function FlagBadges({ flags }: { flags: readonly TransactionFlag[] }) {
  if (flags.length === 0) return null
  return (
    <span className="mt-0.5 flex flex-wrap gap-1">
      {flags.map((flag) => (
        <Badge key={flag} tone="warn" title={wordFor(flagWords, flag).meaning}>
          {wordFor(flagWords, flag).label}
        </Badge>
      ))}
    </span>
  )
}
