import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Route } from '../api/ask.ts'
import { hasStatus } from '../api/problem.ts'
import { may } from '../api/session.ts'
import type { Party } from '../api/types.ts'
import { DoButton } from '../resource/do-button.tsx'
import { RequestButton } from '../resource/request-button.tsx'
import { oneQuery } from '../resource/resource-query.ts'
import { useMe } from '../shell/me.ts'
import { Card } from '../ui/card.tsx'
import { Loading } from '../ui/empty.tsx'
import { Facts } from '../ui/facts.tsx'
import { Moment } from '../ui/moment.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { SecretDialog } from '../ui/secret-dialog.tsx'

const MAKES_OLD: readonly Route[] = ['GET /parties/{id}/payment-provider']

/** Who takes the money of ad hoc payments, for each party. */
export function Providers() {
  const { principal, installation } = useMe()
  return installation.parties
    .filter(({ id }) => may(principal, 'viewer', id))
    .map((party, _at, all) => <Provider key={party.id} party={party} alone={all.length === 1} />)
}

function Provider({ party: { id, name }, alone }: { party: Party; alone: boolean }) {
  const { principal } = useMe()
  const owner = may(principal, 'owner', id)
  const params = { id }
  const asked = useQuery({ ...oneQuery('GET /parties/{id}/payment-provider', { params }), retry: false })
  const [secret, setSecret] = useState<string>()
  const none = hasStatus(asked.error, 404)
  const provider = none ? undefined : asked.data
  return (
    <Card
      title={alone ? 'Payment provider' : `Payment provider of ${name}`}
      note="Told what to take once a transaction is over, and told again until it has heard."
      actions={
        owner &&
        !asked.isPending && (
          <>
            <RequestButton
              route="PATCH /parties/{id}/payment-provider"
              params={params}
              label={provider === undefined ? 'Set a provider' : 'Change it'}
              lead="It is told by POST, signed with a secret that is made new and shown once."
              verb="Save"
              shown={['pageUrl']}
              values={
                provider === undefined
                  ? {}
                  : { url: provider.url, ...(provider.pageUrl !== undefined && { pageUrl: provider.pageUrl }) }
              }
              makesOld={MAKES_OLD}
              onDone={(configured) => setSecret(configured.secret)}
            />
            {provider !== undefined && (
              <DoButton
                route="DELETE /parties/{id}/payment-provider"
                request={{ params }}
                label="Remove"
                sure="Nobody is told what to settle any more: payments wait for a program that asks for them."
                makesOld={MAKES_OLD}
              />
            )}
          </>
        )
      }
    >
      {asked.isPending && <Loading />}
      {!none && <ErrorNotice error={asked.error} />}
      {none && (
        <p className="text-soft">
          There is none. Payments to be settled wait on the list until a program, or you, settle them.
        </p>
      )}
      {provider !== undefined && (
        <Facts
          of={[
            ['Told at', <code key="url">{provider.url}</code>],
            ['Page to pay at', provider.pageUrl && <code key="page">{provider.pageUrl}</code>],
            ['Changed', <Moment key="changed" at={provider.changedAt} />],
          ]}
        />
      )}
      {secret !== undefined && (
        <SecretDialog
          title="The secret of the provider"
          signed="What it is told is"
          secret={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
    </Card>
  )
}
