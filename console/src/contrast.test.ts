import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'styles.css'), 'utf8')
const themes = ['light', 'dark'] as const

/** A colour of the style sheet, as `[red, green, blue]` from 0 to 255. */
function colour(name: string, theme: (typeof themes)[number]): readonly number[] {
  const pair = new RegExp(`--color-${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css)
  const hex = pair?.[theme === 'light' ? 1 : 2]?.slice(1)
  if (hex === undefined) throw new Error(`styles.css has no colour ${name}`)
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
  return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16))
}

/** Relative luminance, WCAG 2.2. */
function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: readonly number[], other: readonly number[]): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

/** Every colour of text, and what it stands on. */
const pairs: readonly (readonly [ink: string, ground: string])[] = [
  ...['ink', 'soft', 'faint', 'accent', 'busy', 'warn', 'bad', 'good'].flatMap((ink) =>
    ['surface', 'canvas'].map((ground) => [ink, ground] as const),
  ),
  ['ink', 'sunken'],
  ['soft', 'sunken'],
  ['accent', 'accent-soft'],
  ['busy', 'busy-soft'],
  ['warn', 'warn-soft'],
  ['bad', 'bad-soft'],
  ['on-accent', 'accent'],
]

describe.each(themes)('text can be read in the %s theme (WCAG 2.2 AA, 4.5 to 1)', (theme) => {
  test.each(pairs)('%s on %s', (ink, ground) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5)
  })
})
