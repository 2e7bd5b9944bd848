import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { WebPaymentSettings } from '#api-client'
import { hasStatus } from '../api/problem.ts'
import { may } from '../api/session.ts'
import { stationQuery } from '../api/stations.ts'
import { StationPicker } from '../questions/station-picker.tsx'
import { RequestButton } from '../resource/request-button.tsx'
import { oneQuery } from '../resource/resource-query.ts'
import { useMe } from '../shell/me.ts'
import { Card } from '../ui/card.tsx'
import { Facts } from '../ui/facts.tsx'
import { Moment } from '../ui/moment.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { CheckAddress } from './scanned-address.tsx'

/** What a station proposes where it shows no address yet. */
const USUAL = { validityS: 300, codeLength: 8 }

/** How a station makes the address in its QR code, which leads drivers to a page where they pay. */
export function QrCodes() {
  const { principal } = useMe()
  const [typed, setTyped] = useState('')
  const id = useDeferredValue(typed.trim())
  const station = useQuery({ ...stationQuery(id), enabled: id !== '', retry: false })
  const known = station.data
  return (
    <Card
      title="QR codes"
      note="The address that a station shows leads to your payment page; a code in it that changes proves who came by it."
      actions={may(principal, 'operator') && <CheckAddress />}
    >
      <div className="flex max-w-2xl flex-col gap-4">
        <StationPicker value={typed} onChange={setTyped} hint="What it shows, and how to change it, comes below." />
        {known !== undefined && (
          <OfStation stationId={known.id} operator={may(principal, 'operator', known.partyId)} key={known.id} />
        )}
      </div>
    </Card>
  )
}

function OfStation({ stationId, operator }: { stationId: string; operator: boolean }) {
  const request = { params: { id: stationId } }
  const { data, error } = useQuery({ ...oneQuery('GET /stations/{id}/web-payment', request), retry: false })
  const none = hasStatus(error, 404)
  return (
    <>
      {!none && <ErrorNotice error={error} />}
      {none && <p className="text-soft">{stationId} was not told what address to show.</p>}
      {data !== undefined && <Settings settings={data} />}
      {operator && (data !== undefined || none) && (
        <div>
          <RequestButton
            route="PATCH /stations/{id}/web-payment"
            params={request.params}
            label={none ? 'Set an address' : 'Change it'}
            lead="The station is told, with a new secret for its codes. It has to speak OCPP 2.1."
            verb="Tell the station"
            values={
              data === undefined
                ? USUAL
                : { urlTemplate: data.urlTemplate, validityS: data.validityS, codeLength: data.codeLength }
            }
            makesOld={['GET /stations/{id}/web-payment']}
          />
        </div>
      )}
    </>
  )
}

function Settings({ settings: { urlTemplate, validityS, codeLength, changedAt } }: { settings: WebPaymentSettings }) {
  return (
    <Facts
      of={[
        ['Address', <code key="address">{urlTemplate}</code>],
        ['A code holds for', `${validityS} s`],
        ['Its length', `${codeLength} characters`],
        ['Changed', <Moment key="changed" at={changedAt} />],
      ]}
    />
  )
}
