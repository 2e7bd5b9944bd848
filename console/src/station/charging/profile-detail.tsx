import { inWords } from '#json-schema'
import type { ItemOf } from '../../api/ask.ts'
import { duration } from '../../format/time.ts'
import { Facts } from '../../ui/facts.tsx'
import { Moment } from '../../ui/moment.tsx'

type StationProfile = ItemOf<'GET /stations/{id}/charging-profiles'>
type Profile = NonNullable<StationProfile['sent']>
type Schedule = Profile['schedules'][number]
type Period = Schedule['periods'][number]

/** A profile in full: what it is, and each of its schedules step by step. */
export function ProfileDetail({ of }: { of: StationProfile }) {
  const { profileId, source, transactionReference, sent, reported } = of
  const profile = reported ?? sent
  return (
    <div className="flex flex-wrap gap-x-14 gap-y-4">
      <Facts
        of={[
          [
            'Number',
            <span key="number" className="num">
              {profileId}
            </span>,
          ],
          ['Set by', inWords(source)],
          ['Transaction', transactionReference],
          ['Kind', profile && [inWords(profile.kind), profile.recurrence].filter(Boolean).join(', ')],
          ['Valid from', profile?.validFrom && <Moment at={profile.validFrom} />],
          ['Valid until', profile?.validTo && <Moment at={profile.validTo} />],
        ]}
      />
      {profile?.schedules.map((schedule, at) => (
        <ScheduleSteps key={at} schedule={schedule} />
      ))}
    </div>
  )
}

function ScheduleSteps({ schedule: { startAt, durationS, rateUnit, periods } }: { schedule: Schedule }) {
  return (
    <table className="h-fit border-collapse text-left">
      <caption className="pb-1 text-left text-soft">
        {startAt === undefined ? (
          'From its start'
        ) : (
          <>
            From <Moment at={startAt} />
          </>
        )}
        {durationS !== undefined && `, for ${duration(durationS * 1_000)}`}
      </caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">After</th>
          <th scope="col">What may flow</th>
          <th scope="col">Phases</th>
        </tr>
      </thead>
      <tbody>
        {periods.map((period) => (
          <tr key={period.startS} className="border-line border-t">
            <td className="num py-1 pr-8 text-soft">after {duration(period.startS * 1_000)}</td>
            <td className="num py-1 pr-8 text-right font-medium">{flowOf(period, rateUnit)}</td>
            <td className="py-1 text-soft">{period.phases !== undefined && `${period.phases} phases`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function flowOf({ limit, setpoint, dischargeLimit }: Period, unit: Schedule['rateUnit']): string {
  const parts = [
    limit !== undefined && `${limit} ${unit}`,
    setpoint !== undefined && `set to ${setpoint} ${unit}`,
    dischargeLimit !== undefined && `back ${dischargeLimit} ${unit}`,
  ]
  return parts.filter((part) => part !== false).join(', ') || 'no limit'
}
