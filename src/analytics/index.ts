export { type Interval, monthInterval } from './month.ts'
export * from './questions.ts'
