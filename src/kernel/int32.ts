/** Whether a number is a whole one that 32 bits hold: what we number is, and what else a peer says names nothing of ours. */
export function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31
}
