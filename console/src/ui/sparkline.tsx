const WIDTH = 72
const HEIGHT = 20

/** The recent course of something, without axes: `values` from old to new. */
export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length < 2) return <span className="inline-block" style={{ width: WIDTH, height: HEIGHT }} />
  const top = Math.max(...values, 1)
  const step = WIDTH / (values.length - 1)
  const points = values.map(
    (value, index) => `${(index * step).toFixed(1)},${(HEIGHT - 1 - (value / top) * (HEIGHT - 3)).toFixed(1)}`,
  )
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true" className="shrink-0">
      <polygon points={`0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}`} className="fill-busy-soft" />
      <polyline
        points={points.join(' ')}
        fill="none"
        strokeWidth="1.5"
        strokeLinejoin="round"
        className="stroke-busy"
      />
    </svg>
  )
}
