import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import { tabListLook, tabLook, useTabInView } from './tabs.ts'

interface SearchTabsProps<T extends string> {
  /** What they are tabs of. */
  readonly label: string
  readonly tabs: readonly { readonly tab: T; readonly label: string; readonly panel: () => ReactNode }[]
  readonly value: T
  readonly onChange: (tab: T) => void
}

/** Parts of a page of which one is seen; which one stands in the address. */
export function SearchTabs<T extends string>({ label, tabs, value, onChange }: SearchTabsProps<T>) {
  const list = useTabInView(value)
  return (
    <Tabs.Root
      value={value}
      onValueChange={(next) => {
        const chosen = tabs.find(({ tab }) => tab === next)
        if (chosen) onChange(chosen.tab)
      }}
      className="flex flex-col gap-5"
    >
      <Tabs.List ref={list} aria-label={label} className={tabListLook}>
        {tabs.map(({ tab, label: words }) => (
          <Tabs.Trigger key={tab} value={tab} data-tab={tab} className={tabLook}>
            {words}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {tabs.map(({ tab, panel }) => (
        <Tabs.Content key={tab} value={tab} className="flex flex-col gap-5 outline-offset-4">
          {tab === value && panel()}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}
