/** Keeps the process alive until this is settled: the clock's timers do not, but a person is waiting. */
export async function stayingAlive<T>(work: Promise<T>): Promise<T> {
  const alive = setInterval(() => {}, 60_000)
  try {
    return await work
  } finally {
    clearInterval(alive)
  }
}
