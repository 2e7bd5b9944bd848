/**
 * Before a COPY: its transaction is done before it is on disk, half a second later at most (PostgreSQL's documentation, "Asynchronous
 * Commit"). For what can be made anew or be missed, so that the commits somebody waits for have the disk to themselves; never for
 * what a station is answered for.
 */
export const LAZY_COMMIT = "SET LOCAL synchronous_commit = 'off';"

/** The same within one statement: an item of its FROM, and the condition that has it looked at. */
export const lazyCommit = {
  from: "(SELECT set_config('synchronous_commit', 'off', true) AS commits) lazily",
  where: "lazily.commits = 'off'",
} as const
