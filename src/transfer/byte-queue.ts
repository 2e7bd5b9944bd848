/** Pieces of a file on their way from a socket to whoever keeps it; a piece is asked for once the one before was taken. */
export class ByteQueue implements AsyncIterable<Uint8Array> {
  #piece: Uint8Array | undefined
  #taken: PromiseWithResolvers<void> | undefined
  #arrived: PromiseWithResolvers<void> | undefined
  #end: { readonly error?: Error } | undefined

  /** Resolves once the piece was taken. Rejects when nobody takes any more. */
  push(piece: Uint8Array): Promise<void> {
    if (this.#end !== undefined) return Promise.reject(this.#end.error ?? new Error('The file has ended already'))
    if (this.#piece !== undefined) return Promise.reject(new Error('The piece before was not taken yet'))
    this.#piece = piece
    this.#taken = Promise.withResolvers()
    this.#arrived?.resolve()
    return this.#taken.promise
  }

  /** There is no more: the file is whole. */
  end(): void {
    this.#end ??= {}
    this.#arrived?.resolve()
  }

  /** What has come is not the whole file. */
  fail(error: Error): void {
    this.#end ??= { error }
    this.#taken?.reject(this.#end.error ?? error)
    this.#arrived?.resolve()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const piece = this.#piece
        if (piece !== undefined) {
          yield piece
          this.#piece = undefined
          this.#taken?.resolve()
        } else if (this.#end !== undefined) {
          if (this.#end.error !== undefined) throw this.#end.error
          return
        } else {
          this.#arrived = Promise.withResolvers()
          await this.#arrived.promise
        }
      }
    } finally {
      this.fail(new Error('Nobody takes the file any more'))
    }
  }
}
