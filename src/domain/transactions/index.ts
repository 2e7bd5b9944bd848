export * from './transaction.ts'
