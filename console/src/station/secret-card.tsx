import { useMutation, useQueryClient } from '@tanstack/react-query'
import { changeSecret } from '../api/stations.ts'
import type { Station } from '../api/types.ts'
import { useOcppAddress, useOcppTlsAddress } from '../stations/ocpp-address.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Copy } from '../ui/copy.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'

/** The station's password: made here, shown once, kept as a hash. */
export function SecretCard({ station }: { station: Station }) {
  const address = useOcppAddress(station.id)
  const tlsAddress = useOcppTlsAddress(station.id)
  const client = useQueryClient()
  const make = useMutation({
    mutationFn: () => changeSecret(station.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['stations', 'one', station.id] }),
  })
  return (
    <Card title="How it connects">
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-1">
          <p className="label">Address</p>
          <Copy value={address} label="Copy the address" />
        </div>
        {tlsAddress !== undefined && (
          <div className="flex flex-col gap-1">
            <p className="label">Address with TLS</p>
            <Copy value={tlsAddress} label="Copy the address with TLS" />
          </div>
        )}
        <div className="flex flex-col gap-2">
          <p className="label">Password</p>
          {make.data === undefined ? (
            <>
              <p className="text-soft">
                {station.hasSecret ? 'It has one. It is kept as a hash and cannot be shown again.' : 'It has none yet.'}
              </p>
              <Button className="self-start" busy={make.isPending} onClick={() => make.mutate()}>
                Make a new password
              </Button>
            </>
          ) : (
            <>
              <Copy value={make.data.secret} label="Copy the password" />
              <Notice kind="warn">
                This is shown once. The former password, or none where there was none, still opens until the station has
                used the new one; a station that has never been here needs it at once.
              </Notice>
            </>
          )}
          <ErrorNotice error={make.error} />
        </div>
      </div>
    </Card>
  )
}
