import { Filter } from '../ui/filters.tsx'
import { MEMBER_STATES, type MemberState, memberWords } from './member-words.ts'

interface MemberFilterProps {
  readonly value: MemberState | undefined
  readonly onChange: (state: MemberState | undefined) => void
}

/** Narrows the stations of something by how far they are. */
export function MemberFilter({ value, onChange }: MemberFilterProps) {
  return (
    <Filter
      label="State of stations"
      value={value ?? ''}
      onChange={(next) => onChange(MEMBER_STATES.find((each) => each === next))}
      choices={[
        { value: '', label: 'Any state' },
        ...MEMBER_STATES.map((state) => ({ value: state, label: memberWords[state].label })),
      ]}
    />
  )
}
