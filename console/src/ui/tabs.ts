export const tabListLook = 'flex gap-1 overflow-x-auto border-line border-b'
export const tabLook =
  '-mb-px whitespace-nowrap border-b-2 border-transparent px-3 py-2 text-soft hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink'
