import { energy, text } from '../format/quantity.ts'
import type { CompletedDay } from './completed.ts'

/** Energy of each day of a month. */
export function DayBars({ days }: { days: readonly CompletedDay[] }) {
  const most = Math.max(...days.map(({ energyWh }) => energyWh), 1)
  return (
    <figure className="flex flex-col gap-1.5">
      <figcaption className="flex justify-between text-[0.86rem] text-faint">
        <span>Energy per day</span>
        <span className="num">{text(energy(most))} at most</span>
      </figcaption>
      <ul aria-label="Energy per day" className="flex h-36 items-end gap-[2px] border-line border-b sm:gap-1">
        {days.map(({ day, energyWh, transactions }) => {
          const words = `Day ${day}: ${text(energy(energyWh))}, ${transactions} ${transactions === 1 ? 'transaction' : 'transactions'}`
          return (
            <li key={day} title={words} className="group flex h-full flex-1 items-end">
              <span className="sr-only">{words}</span>
              <span
                aria-hidden
                className="w-full rounded-t-[3px] bg-accent/80 group-hover:bg-accent"
                style={{ height: `${energyWh === 0 ? 0 : Math.max(2, (energyWh / most) * 100)}%` }}
              />
            </li>
          )
        })}
      </ul>
      <div aria-hidden className="num flex gap-[2px] text-[0.78rem] text-faint sm:gap-1">
        {days.map(({ day }) => (
          <span key={day} className="min-w-0 flex-1 text-center">
            {day === 1 || day % 5 === 0 ? day : ''}
          </span>
        ))}
      </div>
    </figure>
  )
}
