export { calculateCost } from './calculate-cost.ts'
export * from './cost.ts'
export type { Course } from './course.ts'
export { courseOf } from './course-of.ts'
