import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { chooseTheme, currentTheme } from './theme.ts'

const themes = [
  { theme: 'system', label: 'Follow the system', icon: Monitor },
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon },
] as const

export function ThemeSwitch() {
  const [chosen, setChosen] = useState(currentTheme)
  return (
    <fieldset className="flex w-fit rounded-lg bg-sunken p-0.5">
      <legend className="sr-only">Colours</legend>
      {themes.map(({ theme, label, icon: Icon }) => (
        <label
          key={theme}
          title={label}
          className="cursor-pointer rounded-md px-2.5 py-1.5 text-soft has-checked:bg-surface has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="theme"
            className="sr-only"
            aria-label={label}
            checked={chosen === theme}
            onChange={() => {
              chooseTheme(theme)
              setChosen(theme)
            }}
          />
          <Icon className="size-4" aria-hidden />
        </label>
      ))}
    </fieldset>
  )
}
