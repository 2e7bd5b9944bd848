import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef } from 'react'
import { meQuery, signIn } from '../api/session.ts'
import { Wordmark } from '../shell/wordmark.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorNotice } from '../ui/notice.tsx'

export function SignInPage() {
  const { link, next } = useSearch({ from: '/sign-in' })
  const client = useQueryClient()
  const navigate = useNavigate()
  const attempt = useMutation({
    mutationFn: signIn,
    onSuccess: async () => {
      await client.fetchQuery({ ...meQuery, staleTime: 0 })
      await navigate({ to: next ?? '/stations', replace: true })
    },
  })

  useEffect(() => {
    document.title = 'Sign in · Chargewright'
  }, [])

  // A link signs in once: React's second run of effects in development must not use it up.
  const used = useRef(false)
  const { mutate } = attempt
  useEffect(() => {
    if (link === undefined || used.current) return
    used.current = true
    mutate({ link })
  }, [link, mutate])

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    mutate({ email: String(form.get('email')), password: String(form.get('password')) })
  }

  const byLink = link !== undefined && !attempt.isError
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="flex w-full max-w-sm flex-col gap-6">
        <Wordmark />
        <div className="card flex flex-col gap-4 p-6">
          <h1 className="text-[1.2rem] font-semibold">{byLink ? 'Signing you in' : 'Sign in'}</h1>
          <ErrorNotice error={attempt.error} />
          {byLink ? (
            <p role="status" className="text-soft">
              The link is being checked.
            </p>
          ) : (
            <form onSubmit={submit} className="flex flex-col gap-4">
              <TextField label="Email" name="email" type="email" autoComplete="username" required autoFocus />
              <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
              <Button look="primary" type="submit" busy={attempt.isPending}>
                {attempt.isPending ? 'Signing in' : 'Sign in'}
              </Button>
            </form>
          )}
        </div>
        {!byLink && (
          <p className="text-[0.9rem] text-soft">
            No password yet? The first start of the platform prints a link that signs its owner in; an owner makes such
            links for everybody else.
          </p>
        )}
      </div>
    </main>
  )
}
