import type { ReactNode } from 'react'
import { hasStatus } from '../api/problem.ts'
import { Empty, Loading } from './empty.tsx'
import { ErrorNotice } from './notice.tsx'
import { Page } from './page.tsx'

interface ThingPageProps {
  /** What it is called until it has come. */
  readonly title: string
  /** What is said where there is none. */
  readonly missing: string
  /** The way back to all of its kind. */
  readonly above: ReactNode
  readonly error: unknown
  readonly retry: () => void
}

/** The page of one thing for as long as it is on its way, could not be read, or does not exist. */
export function ThingPage({ title, missing, above, error, retry }: ThingPageProps) {
  return (
    <Page title={title} above={above}>
      {hasStatus(error, 404) ? (
        <section className="card">
          <Empty title={missing}>The address may be mistyped, or it was removed.</Empty>
        </section>
      ) : (
        <>
          <ErrorNotice error={error} retry={retry} />
          {!error && <Loading what={`Loading: ${title}`} />}
        </>
      )}
    </Page>
  )
}
