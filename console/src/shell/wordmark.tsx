export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5 text-[1.05rem] font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" className="size-6.5" aria-hidden="true">
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <path d="M17.6 5.5 8.8 17.4h5.7l-1.6 9.1 9.3-12.6h-6z" className="fill-on-accent" />
      </svg>
      Chargewright
    </span>
  )
}
