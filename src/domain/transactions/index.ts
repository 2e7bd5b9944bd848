export { momentOfReport } from './moment.ts'
export * from './transaction.ts'
export { createTransactions, type TransactionService, type TransactionsOptions } from './transaction-service.ts'
