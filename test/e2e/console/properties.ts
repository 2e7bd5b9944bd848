/** How far the page reaches beyond the screen, in pixels. */
export const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

/** Controls that nobody can name: neither by a label nor by text. */
export const NAMELESS = `[...document.querySelectorAll('button, a, input, select, textarea')]
  .filter((each) => !(each.labels?.length || each.textContent.trim() || each.ariaLabel || each.title))
  .map((each) => each.outerHTML)`

/** How far what stands in the dialog reaches beyond it, in pixels. */
export const DIALOG_OVERFLOW = `[...document.querySelectorAll('[role=dialog]')]
  .map((each) => each.scrollWidth - each.clientWidth)
  .reduce((most, each) => Math.max(most, each), 0)`
