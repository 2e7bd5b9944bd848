export * from './monitor.ts'
export { createMonitoring, type MonitoringOptions } from './monitoring-service.ts'
