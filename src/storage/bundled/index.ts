export { type BundledPostgres, type BundledPostgresOptions, startBundledPostgres } from './bundled-postgres.ts'
export { BUNDLED_SETTINGS, type PostgresSettings } from './settings.ts'
