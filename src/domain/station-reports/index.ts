export { MAX_PARTS, missingParts } from './report-parts.ts'
export * from './station-report.ts'
export {
  loadReports,
  MAX_REPORTS,
  noteAnswered,
  notePart,
  removeNotReported,
  supersededBefore,
} from './station-report-store.ts'
