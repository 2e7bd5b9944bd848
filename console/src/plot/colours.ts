/** A colour of the style sheet as a canvas understands it, in the theme of the moment. */
export function colourOf(name: string, beside: HTMLElement): string {
  const probe = document.createElement('span')
  probe.style.color = `var(--color-${name})`
  beside.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
