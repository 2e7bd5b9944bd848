import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  Banknote,
  BatteryCharging,
  Bell,
  CreditCard,
  EvCharger,
  HardDriveDownload,
  KeyRound,
  LogOut,
  MapPin,
  MessageCircleQuestionMark,
  RotateCw,
  ScrollText,
  SlidersHorizontal,
  SquareTerminal,
  Tag,
} from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { AlertCount } from '../alerts/alert-count.tsx'
import { may, meQuery, signOut } from '../api/session.ts'
import type { Me } from '../api/types.ts'
import { LiveMark } from './live-mark.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import { Wordmark } from './wordmark.tsx'

const PasswordDialog = lazy(() =>
  import('./password-dialog.tsx').then((module) => ({ default: module.PasswordDialog })),
)

/** What is looked at all day first; what belongs together stands together. */
const groups = [
  {
    label: undefined,
    places: [
      { to: '/stations', label: 'Stations', icon: EvCharger },
      { to: '/alerts', label: 'Alerts', icon: Bell },
      { to: '/transactions', label: 'Transactions', icon: BatteryCharging },
      { to: '/commands', label: 'Commands', icon: SquareTerminal },
    ],
  },
  {
    label: 'Upkeep',
    places: [
      { to: '/firmware', label: 'Firmware', icon: HardDriveDownload },
      { to: '/configuration', label: 'Configuration', icon: SlidersHorizontal },
      { to: '/reboots', label: 'Reboots', icon: RotateCw },
      { to: '/logs', label: 'Logs', icon: ScrollText },
    ],
  },
  {
    label: 'Drivers',
    places: [
      { to: '/tokens', label: 'Tokens', icon: CreditCard },
      { to: '/tariffs', label: 'Tariffs', icon: Tag },
      { to: '/payments', label: 'Payments', icon: Banknote },
    ],
  },
  {
    label: 'Operator',
    places: [
      { to: '/locations', label: 'Locations', icon: MapPin },
      { to: '/questions', label: 'Questions', icon: MessageCircleQuestionMark },
    ],
  },
] as const

const look =
  'flex items-center gap-3 rounded-lg px-3 py-1.5 text-soft hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent'

export function Navigation({ me }: { me: Me }) {
  return (
    <div className="flex h-full flex-col gap-6 px-3 py-4 lg:py-5">
      <div className="hidden px-3 lg:block">
        <Wordmark />
      </div>
      <nav aria-label="Main" className="flex min-h-0 flex-col gap-3.5 overflow-y-auto">
        {groups.map(({ label: group, places }) => (
          <div key={group ?? ''} className="flex flex-col gap-px">
            {group && <p className="px-3 pb-1 text-[0.82rem] text-faint">{group}</p>}
            {places.map(({ to, label, icon: Icon }) => (
              <Link key={to} to={to} className={look}>
                <Icon className="size-4.5" strokeWidth={1.8} aria-hidden />
                {label}
                {to === '/alerts' && <AlertCount />}
              </Link>
            ))}
            {group === 'Operator' && may(me.principal, 'owner') && (
              <Link to="/access" className={look}>
                <KeyRound className="size-4.5" strokeWidth={1.8} aria-hidden />
                People and keys
              </Link>
            )}
          </div>
        ))}
      </nav>
      <div className="mt-auto flex flex-col gap-4 px-3">
        <div className="hidden lg:block">
          <LiveMark />
        </div>
        <ThemeSwitch />
        <SignedIn me={me} />
      </div>
    </div>
  )
}

function SignedIn({ me }: { me: Me }) {
  const client = useQueryClient()
  const [changing, setChanging] = useState(false)
  const leave = async () => {
    await signOut()
    client.clear()
    client.setQueryData(meQuery.queryKey, null)
    window.location.assign('/sign-in')
  }
  return (
    <div className="flex items-center justify-between gap-2 border-line border-t pt-3">
      <button
        type="button"
        onClick={() => setChanging(true)}
        title="Change my password"
        className="-ml-2 min-w-0 rounded-lg px-2 py-1 text-left hover:bg-sunken"
      >
        <span className="block truncate font-medium">{me.principal.name}</span>
        <span className="block text-[0.82rem] text-faint">Chargewright {me.installation.version}</span>
      </button>
      {changing && (
        <Suspense>
          <PasswordDialog onClose={() => setChanging(false)} />
        </Suspense>
      )}
      <button
        type="button"
        onClick={leave}
        aria-label="Sign out"
        title="Sign out"
        className="rounded-lg p-2 text-soft hover:bg-sunken hover:text-ink"
      >
        <LogOut className="size-4" aria-hidden />
      </button>
    </div>
  )
}
