import { Link } from '@tanstack/react-router'
import { Empty } from '../ui/empty.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

/** A page that broke, which costs that page and nothing else. */
export function Crash({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <Page title="This page could not be shown">
      <ErrorNotice error={error} retry={reset} />
    </Page>
  )
}

export function NotFound() {
  return (
    <Page title="There is no such page">
      <section className="card">
        <Empty title="The address may be mistyped">
          <Link to="/stations" className="text-accent underline">
            Go to the stations
          </Link>
        </Empty>
      </section>
    </Page>
  )
}
