export * from './alert.ts'
export { type AlertsOptions, createAlerts } from './alerts-service.ts'
export type { AlertThresholds } from './condition-store.ts'
export * from './recipient.ts'
