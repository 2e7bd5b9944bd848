import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router'
import { Menu } from 'lucide-react'
import { Suspense, useEffect, useState } from 'react'
import { meQuery } from '../api/session.ts'
import { LiveProvider } from '../live/live-provider.tsx'
import { Loading } from '../ui/empty.tsx'
import { LiveMark } from './live-mark.tsx'
import { Navigation } from './navigation.tsx'
import { Wordmark } from './wordmark.tsx'

/** Everything around a page once somebody is signed in, and the one live stream that feeds it. */
export function Shell() {
  const { data: me } = useQuery(meQuery)
  const navigate = useNavigate()
  const { stationId } = useParams({ strict: false })
  const href = useRouterState({ select: (state) => state.location.href })
  const [open, setOpen] = useState(false)

  useEffect(() => {
    if (me === null) void navigate({ to: '/sign-in', search: { next: href } })
  }, [me, navigate, href])
  const [shownAt, setShownAt] = useState(href)
  if (shownAt !== href) {
    setShownAt(href)
    setOpen(false)
  }

  if (!me) return null
  return (
    <LiveProvider stationId={stationId}>
      <a href="#main" className="sr-only focus:not-sr-only focus:fixed focus:z-50 focus:bg-surface focus:p-3">
        Skip to the page
      </a>
      <div className="min-h-dvh lg:grid lg:grid-cols-[14.5rem_1fr]">
        <header className="sticky top-0 z-20 flex items-center justify-between border-line border-b bg-surface px-4 py-2.5 lg:hidden">
          <Wordmark />
          <div className="flex items-center gap-3">
            <LiveMark />
            <button
              type="button"
              aria-label="Menu"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
              className="rounded-lg p-2 hover:bg-sunken"
            >
              <Menu className="size-5" aria-hidden />
            </button>
          </div>
        </header>
        <aside
          className={`${open ? 'block' : 'hidden'} border-line bg-surface max-lg:border-b lg:sticky lg:top-0 lg:block lg:h-dvh lg:border-r`}
        >
          <Navigation me={me} />
        </aside>
        <main id="main" className="min-w-0">
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </LiveProvider>
  )
}
