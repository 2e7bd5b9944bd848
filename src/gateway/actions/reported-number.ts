/** The number of what is reported on, where there is one that can be ours; lenient validation lets others through. */
export function reportedNumber({ requestId }: { readonly requestId?: number }): { readonly requestId?: number } {
  return Number.isSafeInteger(requestId) && requestId !== undefined ? { requestId } : {}
}
