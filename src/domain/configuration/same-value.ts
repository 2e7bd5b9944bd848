/**
 * Whether two values of a variable mean the same: words without regard to case, numbers by what they amount to, lists of
 * members (2.x MemberList; 1.6 lists of measurands) in any order.
 */
export function sameValue(wanted: string, told: string, isMemberList: boolean): boolean {
  if (isMemberList) return members(wanted) === members(told)
  const [one, other] = [plain(wanted), plain(told)]
  if (one === other) return true
  return isNumber(one) && isNumber(other) && Number(one) === Number(other)
}

function members(list: string): string {
  return [...new Set(list.split(',').map(plain))]
    .filter((member) => member !== '')
    .sort()
    .join()
}

function plain(value: string): string {
  return value.trim().toLowerCase()
}

/** Short enough to be exact. */
function isNumber(text: string): boolean {
  return /^[+-]?\d{1,12}(\.\d{1,3})?$/.test(text)
}
