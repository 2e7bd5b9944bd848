import { may } from '../api/session.ts'
import { useMe } from '../shell/me.ts'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { KeysCard } from './keys-card.tsx'
import { PeopleCard } from './people-card.tsx'

export function AccessPage() {
  const me = useMe()
  return (
    <Page title="People and keys" lead="Who may come in, and which programs.">
      {may(me.principal, 'owner') ? (
        <>
          <PeopleCard me={me} />
          <KeysCard me={me} />
        </>
      ) : (
        <section className="card">
          <Empty title="Only an owner may see this">Ask somebody who is one; you see all the rest.</Empty>
        </section>
      )}
    </Page>
  )
}
