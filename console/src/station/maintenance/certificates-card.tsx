import { RefreshCw } from 'lucide-react'
import { inWords } from '#json-schema'
import type { ItemOf } from '../../api/ask.ts'
import { ValueView } from '../../commands/value-view.tsx'
import { wordFor } from '../../format/words.ts'
import { AskButton } from '../../resource/command-button.tsx'
import { DoButton } from '../../resource/do-button.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import type { Column } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import { useNow } from '../../ui/now.ts'
import { toneText } from '../../ui/tone.ts'
import type { StationPart } from '../station-part.ts'
import { certificateStates, isRevocable, renewalWords, validityOf } from './certificate-words.ts'

type Certificate = ItemOf<'GET /stations/{id}/certificates'>

const columns: readonly Column<Certificate>[] = [
  {
    title: 'Subject',
    width: 'minmax(12rem,1.8fr)',
    cell: ({ subject, use, foreign }) => (
      <>
        <span className="break-all font-medium">{subject}</span>
        {use !== undefined && <span className="ml-2 text-[0.9rem] text-faint">{inWords(use)}</span>}
        {foreign && <span className="ml-2 text-[0.9rem] text-faint">from another authority</span>}
      </>
    ),
  },
  {
    title: 'State',
    width: 'minmax(8rem,1fr)',
    cell: ({ state, problem }) => {
      const { label, tone, meaning } = wordFor(certificateStates, state)
      return (
        <Badge tone={tone} title={problem ?? meaning}>
          {label}
        </Badge>
      )
    },
  },
  { title: 'Valid until', width: 'minmax(12rem,1.2fr)', cell: (certificate) => <Validity of={certificate} /> },
  { title: 'Requested', spare: true, width: '9rem', cell: ({ requestedAt }) => <Moment at={requestedAt} /> },
]

function Validity({ of }: { of: Certificate }) {
  const validity = validityOf(of, useNow())
  const renewal = of.renewal && renewalWords[of.renewal.reason]
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <Moment at={of.notAfter} />
      {validity && <span className={`text-[0.9rem] ${toneText[validity.tone]}`}>{validity.words}</span>}
      {renewal && <span className="text-[0.9rem] text-faint">{renewal}</span>}
    </span>
  )
}

/** The certificates of the station's own keys. */
export function CertificatesCard({ station, operator }: StationPart) {
  return (
    <Card
      title="Own certificates"
      note={
        station.allowExpiredCertificate ? 'It may come in with one that has expired, as its settings say.' : undefined
      }
      flush
      actions={
        operator && (
          <AskButton
            kind="trigger"
            label="Renew"
            icon={<RefreshCw className="size-3.5" aria-hidden />}
            station={station}
            given={{ message: 'sign-certificate' }}
          />
        )
      }
    >
      <ResourceList
        label="Own certificates"
        route="GET /stations/{id}/certificates"
        request={{ params: { id: station.id } }}
        keyOf={({ id }) => id}
        columns={columns}
        empty={
          <Empty small title="No certificate">
            A station that makes itself a key asks for a certificate. “Renew” has it do so now.
          </Empty>
        }
        detail={({ id: _, stationId: __, partyId: ___, ...told }) => <ValueView of={told} />}
        actions={
          operator
            ? (certificate) =>
                isRevocable(certificate) && (
                  <DoButton
                    label="Revoke"
                    route="POST /stations/{id}/certificates/{certificateId}/revoke"
                    request={{ params: { id: station.id, certificateId: certificate.id } }}
                    sure="The station does not come in with it any more, and is disconnected if it has. It cannot be taken back."
                    look="danger"
                    makesOld={['GET /stations/{id}/certificates']}
                  />
                )
            : undefined
        }
      />
    </Card>
  )
}
