/** Whom a server turns away because it is only just coming or already going. */
const TURNED_AWAY =
  /^the database system is (?:starting up|not yet accepting connections|in recovery mode|shutting down)/

/**
 * What a line of the server's log says, and whether somebody should hear of it. That it turns connections away while it starts is no news: whoever
 * wanted one is told, and that it died has been said already. And whatever is fatal to a part of it was asked for once all of it is to stop.
 */
export function serverLine(line: string, stopping: boolean): { readonly isAlarming: boolean; readonly said: string } {
  const [, level, text = line] = /^(LOG|WARNING|ERROR|FATAL|PANIC|HINT|DETAIL|NOTICE):\s+(.*)$/.exec(line) ?? []
  return { isAlarming: level === 'PANIC' || (level === 'FATAL' && !stopping && !TURNED_AWAY.test(text)), said: text }
}
