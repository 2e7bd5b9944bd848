import { Fragment } from 'react'

/** A name of words run together, as `HeartbeatInterval`: where it does not fit it breaks between them. */
export function RunTogether({ name }: { name: string }) {
  return name.split(/(?<=[a-z\]])(?=[A-Z])|(?<=\.)/).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
