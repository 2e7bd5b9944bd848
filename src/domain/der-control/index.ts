export { derFaultOf } from './check-der-control.ts'
export * from './der-control.ts'
export { createDerControls, type DerControlsOptions } from './der-controls-service.ts'
