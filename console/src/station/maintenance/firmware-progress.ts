import type { ItemOf } from '../../api/ask.ts'

type Update = ItemOf<'GET /firmware-updates'>

/** The way of an update that goes well, each status with how much of it is then behind it. */
const WAY: Partial<Record<Update['status'], number>> = {
  requested: 2,
  accepted: 5,
  'download-scheduled': 8,
  downloading: 20,
  'download-paused': 20,
  downloaded: 45,
  'signature-verified': 55,
  'install-scheduled': 60,
  installing: 75,
  rebooting: 90,
  installed: 100,
}

/** How far an update is, in per cent; how far it came, for one that failed. */
export function progressOf({ status, steps }: Pick<Update, 'status' | 'steps'>): number {
  return Math.max(WAY[status] ?? 0, ...steps.map((step) => WAY[step.status] ?? 0))
}
