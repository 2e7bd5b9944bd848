export type Theme = 'system' | 'light' | 'dark'

const KEY = 'chargewright-theme'

/** Told when the colours change, by hand or with the system: drawings on canvas have to be made anew. */
export const themeChange = new EventTarget()

export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (theme === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    // Storage is blocked: the choice holds until the page is left.
  }
  themeChange.dispatchEvent(new Event('change'))
}

window
  .matchMedia('(prefers-color-scheme: dark)')
  .addEventListener('change', () => themeChange.dispatchEvent(new Event('change')))
