const COLOURS: Readonly<Record<string, string>> = { debug: '90', info: '32', warn: '33', error: '31' }

/** One log line as people read it: time of day, level, sentence, then the fields. A stack goes on lines of its own. */
export function pretty(line: string, colour: boolean): string {
  const { time, level, msg, ...fields }: Record<string, unknown> = JSON.parse(line)
  const paint = (code: string | undefined, text: string) => (colour && code ? `\x1b[${code}m${text}\x1b[0m` : text)
  const stacks: string[] = []
  const words = Object.entries(fields).map(([name, value]) => {
    const stack: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'stack') : undefined
    if (typeof stack === 'string') stacks.push(`\n${stack}`)
    return `${paint('90', `${name}=`)}${typeof stack === 'string' ? shown(Reflect.get(Object(value), 'message')) : shown(value)}`
  })
  const label = paint(COLOURS[String(level)], String(level).padEnd(5))
  return `${[timeOfDay(time), label, String(msg), ...words].join(' ')}${stacks.join('')}\n`
}

function timeOfDay(time: unknown): string {
  const at = new Date(typeof time === 'number' ? time : Number.NaN)
  return Number.isNaN(at.getTime()) ? '--:--:--' : at.toTimeString().slice(0, 8)
}

/** Control characters of a peer's text must not steer the terminal, so anything but plain words is quoted. */
function shown(value: unknown): string {
  return typeof value === 'string' && /^[\w.:/@+*#-]+$/.test(value) ? value : (JSON.stringify(value) ?? 'undefined')
}
