/**
 * True when the common name of a station's certificate bears this serial number, alone or set off by other text: the
 * name of `SN-1` must not stand for `SN-12` (2.0.1 A00.FR.404, B01.FR.11).
 */
export function certificateNames(commonName: string | undefined, serialNumber: string): boolean {
  if (commonName === undefined || serialNumber === '') return false
  let at = commonName.indexOf(serialNumber)
  while (at >= 0) {
    const before = commonName.slice(0, at)
    const after = commonName.slice(at + serialNumber.length)
    if (!/[\p{L}\p{N}]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after)) return true
    at = commonName.indexOf(serialNumber, at + 1)
  }
  return false
}
