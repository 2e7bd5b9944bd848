export { Batcher, type BatcherOptions } from './batcher.ts'
export * from './bundled/index.ts'
export * from './column.ts'
export { containing } from './containing.ts'
export { type CopyRow, CopyRowWriter } from './copy-rows.ts'
export { type Database, type DatabaseOptions, openDatabase, type Queries } from './database.ts'
export { databaseFailure, type FailureKind, failureKind, isUniqueViolation, sqlState } from './database-error.ts'
export type { Settle } from './flush-bisecting.ts'
export { inOrderOfId, newestFirst } from './id-page.ts'
export { LAZY_COMMIT, lazyCommit } from './lazy-commit.ts'
export { type Migration, migrate, readMigrations } from './migrate.ts'
export { ensurePartitions, type PartitionPlan } from './partitions.ts'
export { storableText } from './storable-text.ts'
export type * from './tables/index.ts'
export {
  type BulkStatement,
  type ColumnType,
  type ColumnTypes,
  type ColumnValue,
  unnestInsert,
  unnestStatement,
} from './unnest.ts'
export { withinScope } from './within-scope.ts'
