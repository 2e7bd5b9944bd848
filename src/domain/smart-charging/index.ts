export * from './charging-profile.ts'
export * from './composite-schedule.ts'
export * from './quantity.ts'
