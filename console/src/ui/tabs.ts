import { type RefObject, useEffect, useRef } from 'react'

export const tabListLook = 'flex gap-1 overflow-x-auto border-line border-b'
/** `scroll-mx` lets the next tab be seen at the edge of a phone. */
export const tabLook =
  '-mb-px scroll-mx-12 whitespace-nowrap border-b-2 border-transparent px-3 py-2 text-soft hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink'

/** For a list of tabs, each with its `data-tab`: keeps the one that is seen within the screen of a phone. */
export function useTabInView(tab: string): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-tab="${tab}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tab])
  return list
}
