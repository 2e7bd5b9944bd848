import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import type { AlertHistory } from '#api-client'
import { acknowledgeAlert, alertQuery } from '../api/alerts.ts'
import { may } from '../api/session.ts'
import { keyOfRoute } from '../resource/resource-query.ts'
import { useMe } from '../shell/me.ts'
import { severityTone } from '../station/monitoring/severity.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Loading } from '../ui/empty.tsx'
import { Facts } from '../ui/facts.tsx'
import { CheckField, TextField } from '../ui/field.tsx'
import { optional } from '../ui/form.ts'
import { Age, Moment } from '../ui/moment.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { AlertState } from './alert-row.tsx'
import { causeWords, placeWords, severityWords } from './alert-words.ts'

/** One alert with everything that became of it, and the word that somebody has seen it. */
export function AlertDialog({ alertId, onClose }: { alertId: string; onClose: () => void }) {
  const { data: alert, error } = useQuery(alertQuery(alertId))
  return (
    <Dialog open onClose={onClose} title={alert === undefined ? 'Alert' : causeWords[alert.cause]}>
      <ErrorNotice error={error} />
      {alert === undefined && !error && <Loading what="Loading the alert" />}
      {alert !== undefined && <Loaded alert={alert} />}
    </Dialog>
  )
}

function Loaded({ alert }: { alert: AlertHistory }) {
  const { principal } = useMe()
  const { stationId, severity, subject, detail, since, openedAt, lastAt, times, closedAt, acknowledgedAt } = alert
  const asks = may(principal, 'operator', alert.partyId) && closedAt === undefined
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap gap-2">
        <Badge tone={severityTone(severity)}>{severityWords(severity)}</Badge>
        <AlertState alert={alert} />
      </div>
      <Facts
        of={[
          [
            'Station',
            <Link key="station" to="/stations/$stationId" params={{ stationId }} className="text-accent underline">
              {stationId}
            </Link>,
          ],
          ['Where', placeWords(alert) ?? 'The station as a whole'],
          ...(subject === undefined ? [] : [['Subject', subject] as const]),
          ['Detail', detail === '' ? undefined : detail],
          ['Since', <Moment key="since" at={since} seconds />],
          ['Found', <Moment key="found" at={openedAt} seconds />],
          [
            'Told',
            <span key="told">
              {times === 1 ? 'once' : `${times} times, last `}
              {times > 1 && <Age at={lastAt} />}
            </span>,
          ],
        ]}
      />
      <History alert={alert} />
      {asks && <Acknowledge alert={alert} seen={acknowledgedAt !== undefined} />}
    </div>
  )
}

const stepWords: Readonly<Record<AlertHistory['history'][number]['step'], string>> = {
  opened: 'Found',
  repeated: 'Told again',
  acknowledged: 'Seen',
  closed: 'Over',
}

function History({ alert: { history } }: { alert: AlertHistory }) {
  return (
    <section aria-label="History">
      <h3 className="label mb-1">History</h3>
      <ol className="divide-y divide-line">
        {history.map(({ at, step, byName, note }) => (
          <li key={`${at}${step}`} className="grid grid-cols-[8rem_1fr] gap-x-4 py-1.5">
            <span className="text-soft">
              <Moment at={at} seconds />
            </span>
            <span className="min-w-0 break-words">
              {stepWords[step]}
              {byName && ` by ${byName}`}
              {note && <span className="block text-soft">{note}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** A security event ends by being seen; of anything else one may say that it is over, and it is found again if it is not. */
function Acknowledge({ alert: { id, cause }, seen }: { alert: AlertHistory; seen: boolean }) {
  const client = useQueryClient()
  const acknowledge = useMutation({
    mutationFn: (form: FormData) =>
      acknowledgeAlert(id, { ...optional(form, 'note'), ...(form.get('close') === 'on' ? { close: true } : {}) }),
    onSuccess: (answered) => {
      client.setQueryData(alertQuery(id).queryKey, answered)
      return client.invalidateQueries({ queryKey: keyOfRoute('GET /alerts') })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    acknowledge.mutate(new FormData(event.currentTarget))
  }
  if (seen && cause === 'security') return null
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 border-line border-t pt-4">
      {!seen && (
        <TextField label="Note" name="note" maxLength={1_000} optional hint="What was found, or is being done." />
      )}
      {cause !== 'security' && (
        <CheckField
          label="It is over"
          name="close"
          {...(seen ? { required: true } : {})}
          hint="If it is not, it is found again."
        />
      )}
      <ErrorNotice error={acknowledge.error} />
      <Button look={seen ? 'plain' : 'primary'} type="submit" busy={acknowledge.isPending} className="self-start">
        {seen ? 'Close it' : 'I have seen it'}
      </Button>
    </form>
  )
}
