export * from './battery-swap.ts'
export { type BatterySwapsOptions, createBatterySwaps } from './battery-swaps-service.ts'
