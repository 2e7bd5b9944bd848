export * from './station-report.ts'
export { loadReports, noteAnswered, notePart, supersededBefore } from './station-report-store.ts'
