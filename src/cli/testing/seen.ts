import type { Station, StationNotice } from '#simulator'

/** Resolves with the first notice of a station that is the one looked for. */
export function seen(station: Station, isIt: (notice: StationNotice) => boolean): Promise<StationNotice> {
  return new Promise((resolve) => {
    const watching = station.observe((notice) => {
      if (!isIt(notice)) return
      watching.stop()
      resolve(notice)
    })
  })
}

/** Resolves when a station has got the answer to a call of this action. */
export function answerTo(station: Station, action: string): Promise<StationNotice> {
  return seen(station, (notice) => notice.type === 'received' && notice.kind === 'result' && notice.action === action)
}
