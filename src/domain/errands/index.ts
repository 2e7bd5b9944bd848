export * from './errand.ts'
export { cancelOlder, errandColumns, lockErrand, type NewErrand, readErrand, settleUnsent } from './errand-store.ts'
