const FULL = '█'
/** Eighths of a character, from one to seven. */
const PARTS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

/** A bar of so many characters at most, as long as the share (0 to 1) says, to an eighth of a character. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8)
  return `${FULL.repeat(Math.floor(eighths / 8))}${PARTS[(eighths % 8) - 1] ?? ''}`
}

/** A bar that is always as wide, with what is missing left light. */
export function gauge(share: number, width: number): string {
  const full = bar(share, width)
  return `${full}${'░'.repeat(width - full.length)}`
}
