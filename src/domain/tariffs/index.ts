export * from './currency.ts'
export * from './tariff.ts'
export { createTariffs, type TariffsOptions } from './tariffs-service.ts'
