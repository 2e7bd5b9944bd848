export { createDiagnostics, type DiagnosticsOptions } from './diagnostics-service.ts'
export * from './station-log.ts'
