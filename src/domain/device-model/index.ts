export * from './variable.ts'
