/** `12.345 kWh`; energy is whole watt-hours, so nothing is rounded. */
export function energy(wattHours: number | undefined): string | undefined {
  return wattHours === undefined ? undefined : `${(wattHours / 1000).toFixed(3)} kWh`
}

/** `7.4 kW` */
export function power(watts: number | undefined): string | undefined {
  return watts === undefined ? undefined : `${(watts / 1000).toFixed(1)} kW`
}

/** A number with its unit, or nothing. */
export function measured(value: number | undefined, unit: string): string | undefined {
  return value === undefined ? undefined : `${value} ${unit}`
}

/** `2026-11-21 10:39:40`, in the local time zone or the given one. */
export function instant(iso: string | undefined, timeZone?: string): string | undefined {
  if (iso === undefined) return undefined
  const format = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'medium',
    ...(timeZone === undefined ? {} : { timeZone }),
  })
  return format.format(new Date(iso))
}

const STEPS: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
]

/** `1 h 5 min`: the two largest units that say something. */
export function duration(milliseconds: number): string {
  let rest = Math.max(0, Math.round(milliseconds / 1000))
  const parts: string[] = []
  for (const [unit, seconds] of STEPS) {
    const count = Math.floor(rest / seconds)
    rest -= count * seconds
    if (count > 0) parts.push(`${count} ${unit}`)
  }
  return parts.slice(0, 2).join(' ') || '0 s'
}

/** `12 s ago` */
export function ago(iso: string | undefined, nowMs: number): string | undefined {
  return iso === undefined ? undefined : `${duration(nowMs - Date.parse(iso))} ago`
}

const BYTE_STEPS: readonly (readonly [unit: string, bytes: number])[] = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
]

/** `12.3 MB`, `734 bytes` */
export function bytes(count: number | undefined): string | undefined {
  if (count === undefined) return undefined
  const step = BYTE_STEPS.find(([, size]) => count >= size)
  return step === undefined ? `${count} bytes` : `${(count / step[1]).toFixed(1)} ${step[0]}`
}
