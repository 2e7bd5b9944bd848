export * from './station.ts'
