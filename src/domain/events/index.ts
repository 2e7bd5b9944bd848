export * from './station-event.ts'
