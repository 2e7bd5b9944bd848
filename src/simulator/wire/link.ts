/** A connection as the station sees it: texts out, texts in. */
export interface Link {
  send(text: string): void
  /** Closes in order, with a close frame. */
  close(): void
  /** Drops the socket as a cut cable does, without a word. */
  cut(): void
  /** Stops reading from the socket, for good. */
  stopReading(): void
}

/** What a link tells. After `closed` it tells nothing more; a handshake that fails is a `closed` without an `opened`. */
export interface LinkListener {
  opened(): void
  text(text: string): void
  closed(why: string): void
}

/** Begins a connection; never throws, never calls the listener before it returns. */
export type Dial = (listener: LinkListener) => Link
