import { Plus } from 'lucide-react'
import { inWords } from '#json-schema'
import type { ItemOf } from '../../api/ask.ts'
import type { Station } from '../../api/types.ts'
import { type Worded, wordFor } from '../../format/words.ts'
import { AskButton, CommandButton } from '../../resource/command-button.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import type { Column } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import type { StationPart } from '../station-part.ts'
import { isOld } from '../variable-name.ts'
import { placeOf } from './place-of.ts'
import { ProfileDetail } from './profile-detail.tsx'
import { profileInBrief } from './profile-in-brief.ts'

type Profile = ItemOf<'GET /stations/{id}/charging-profiles'>

const purposeNames: Readonly<Record<string, string>> = {
  'station-max': 'Most of the station',
  'transaction-default': 'Default of transactions',
  transaction: 'One transaction',
  priority: 'Priority charging',
  'local-generation': 'Local generation',
  'external-constraints': 'From outside',
}

const standings: Readonly<Record<string, Worded>> = {
  sent: { label: 'Sent', tone: 'busy', meaning: 'It is on its way.' },
  unsure: {
    label: 'Unsure',
    tone: 'warn',
    meaning: 'It was sent and never answered; whether it arrived is not known.',
  },
  accepted: { label: 'Accepted', tone: 'good', meaning: 'The station has taken it.' },
  reported: { label: 'Reported', tone: 'busy', meaning: 'The station told of it; it is not from here.' },
}

const columns: readonly Column<Profile>[] = [
  {
    title: 'Purpose',
    width: 'minmax(10rem,1.2fr)',
    cell: ({ purpose }) => <span className="font-medium">{purposeNames[purpose] ?? inWords(purpose)}</span>,
  },
  { title: 'Where', cell: ({ evseId }) => placeOf(evseId) },
  {
    title: 'Limits',
    width: 'minmax(11rem,1.6fr)',
    cell: (profile) => profileInBrief(profile.reported ?? profile.sent),
  },
  { title: 'Level', width: '3.5rem', align: 'right', spare: true, cell: ({ stackLevel }) => stackLevel },
  {
    title: 'Standing',
    width: 'minmax(9rem,1fr)',
    cell: ({ standing, reportedAt, sentAt }) => {
      const { label, tone, meaning } = wordFor(standings, standing)
      return (
        <span className="flex flex-wrap items-center gap-x-2">
          <Badge tone={tone} title={meaning}>
            {label}
          </Badge>
          <span className="text-[0.86rem] text-faint">
            <Moment at={reportedAt ?? sentAt} />
          </span>
        </span>
      )
    },
  },
]

/** Where a profile is likely to be meant for. */
function firstEvse({ connectors }: Station) {
  const evseId = connectors.find((connector) => connector.evseId !== 0)?.evseId
  return evseId === undefined ? {} : { evseId }
}

/** The profiles of a station, as sent and as it reports them. */
export function ProfilesCard({ station, operator }: StationPart) {
  return (
    <Card
      title="Charging profiles"
      flush
      actions={
        operator && (
          <>
            {!isOld(station) && <AskButton kind="get-charging-profiles" label="Ask the station" station={station} />}
            <CommandButton kind="clear-charging-profile" label="Clear …" station={station} />
            <CommandButton
              kind="set-charging-profile"
              label="Set a profile"
              look="primary"
              icon={<Plus className="size-3.5" aria-hidden />}
              station={station}
              values={firstEvse(station)}
            />
          </>
        )
      }
    >
      <ResourceList
        label="Charging profiles"
        route="GET /stations/{id}/charging-profiles"
        request={{ params: { id: station.id } }}
        keyOf={({ profileId, evseId, purpose, source }) => `${profileId}|${evseId}|${purpose}|${source}`}
        columns={columns}
        empty={
          <Empty small title="No profile">
            What is set, and what the station reports, appears here.
          </Empty>
        }
        detail={(profile) => <ProfileDetail of={profile} />}
        actions={
          operator
            ? ({ profileId }) => (
                <AskButton
                  kind="clear-charging-profile"
                  label="Clear"
                  look="quiet"
                  station={station}
                  given={{ profileId }}
                  sure={`The station is asked to forget profile ${profileId}.`}
                />
              )
            : undefined
        }
      />
    </Card>
  )
}
