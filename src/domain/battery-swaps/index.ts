export * from './battery-swap.ts'
export { type BatterySwapsOptions, createBatterySwaps, SWAP_EVENTS_A_DAY } from './battery-swaps-service.ts'
