/** That a program no longer waits for its call. A signal is only made for what asks for it: most calls need none. */
export class HangUp {
  private controller: AbortController | undefined;
  private happened = false;

  get hasHappened(): boolean {
    return this.happened;
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.happened) this.controller.abort();
    }
    return this.controller.signal;
  }

  happen(): void {
    this.happened = true;
    this.controller?.abort();
  }
}
