export * from './errand.ts'
export {
  cancelOlder,
  errandColumns,
  lockErrand,
  type NewErrand,
  readErrand,
  settleSilent,
  settleUnsent,
} from './errand-store.ts'
