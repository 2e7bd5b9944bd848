import { type RefObject, useEffect } from 'react'

/** Puts the cursor into the first that can be seen of what is looked for. */
export function focusFirst(within: ParentNode | null, selector: string): void {
  const found = [...(within?.querySelectorAll<HTMLElement>(selector) ?? [])]
  found.find((each) => each.checkVisibility())?.focus()
}

/** `/` leads to a field from wherever nobody is typing. */
export function useSlash(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      field.current?.focus()
      field.current?.click()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [field])
}
