/** Longest frame that gets a key; a longer one is a report or event that the domain knows by its own numbers. */
const KEYED_LIMIT = 4096
/** Room for the length beside a hash of 32 bits, within the 53 a number holds exactly. */
const LENGTH_STEP = 2 ** 32

/**
 * Names a frame by its length and a hash over all of it (FNV-1a), so that a repeat is known without keeping the frame.
 * 0 for a frame that is too long.
 */
export function repeatKey(frame: string): number {
  if (frame.length > KEYED_LIMIT) return 0
  let hash = 0x811c9dc5
  for (let at = 0; at < frame.length; at += 1) hash = Math.imul(hash ^ frame.charCodeAt(at), 0x01000193)
  return frame.length * LENGTH_STEP + (hash >>> 0)
}
