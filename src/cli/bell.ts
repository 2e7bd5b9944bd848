/** Remembers that it was rung until somebody has heard it. */
export class Bell {
  #rang = false
  #wake: (() => void) | undefined

  ring(): void {
    this.#rang = true
    this.#wake?.()
  }

  async rung(): Promise<void> {
    if (!this.#rang) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    this.#rang = false
    this.#wake = undefined
  }
}
