export * from './payment.ts'
export { createPayments, type PaymentsOptions } from './payments-service.ts'
