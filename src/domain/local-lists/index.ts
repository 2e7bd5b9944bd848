export { changesBetween, changesKind, withChanges } from './list-changes.ts'
export { MOST_ENTRIES, withinLimits } from './list-limits.ts'
export * from './local-list.ts'
export { createLocalLists, type LocalListsOptions } from './local-lists-service.ts'
