import type { Clock } from '#kernel'
import type { Station } from '#simulator'

/** How long the other side may take to answer the last messages. */
const PATIENCE_MS = 10_000

/** Unplugs every car and waits until the stations have been answered whatever they say about it, or for ten seconds. */
export async function finishCharging(stations: readonly Station[], clock: Clock): Promise<void> {
  for (const station of stations) {
    for (const evse of station.evses) if (evse.connected) station.unplug(evse.id)
  }
  const online = stations.filter(({ state }) => state === 'online')
  const isDone = () => online.every((station) => station.state !== 'online' || station.isAnswered)
  if (isDone()) return
  await new Promise<void>((resolve) => {
    const patience = clock.after(PATIENCE_MS, finish)
    const watching = online.map((station) =>
      station.observe(() => {
        // The notice comes before the station has drawn its conclusions.
        queueMicrotask(() => isDone() && finish())
      }),
    )
    function finish(): void {
      patience.cancel()
      for (const watched of watching) watched.stop()
      resolve()
    }
  })
}
