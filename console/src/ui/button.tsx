import type { ComponentProps } from 'react'

type Look = 'primary' | 'plain' | 'quiet' | 'danger'

const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent border-transparent hover:brightness-110',
  plain: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-soft border-transparent hover:bg-sunken hover:text-ink',
  danger: 'bg-surface text-bad border-line-strong hover:bg-bad-soft',
}

export const buttonLook = (look: Look = 'plain', small = false): string =>
  `inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-lg border font-medium transition-colors disabled:opacity-50 ${small ? 'min-h-8 px-2.5 text-[0.9rem]' : 'min-h-9.5 px-3.5'} ${looks[look]}`

type ButtonProps = ComponentProps<'button'> & { look?: Look; small?: boolean; busy?: boolean }

export function Button({ look, small, busy = false, disabled, className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy}
      className={`${buttonLook(look, small)} ${className}`}
    />
  )
}
