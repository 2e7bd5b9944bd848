export * from './alert.ts'
export { type AlertsOptions, type AlertThresholds, createAlerts } from './alerts-service.ts'
export * from './recipient.ts'
