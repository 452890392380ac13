import { EventEmitter, window } from 'vscode';

export interface Warning {
  readonly message: string;
  /** Labels of the buttons. */
  readonly items: readonly string[];
}

/** Stands between the extension and the warnings that it shows: no person is there to close them. */
export class WarningRecorder {
  readonly #show = window.showWarningMessage;
  readonly #added = new EventEmitter<void>();
  readonly warnings: Warning[] = [];

  /** @param answer the label of the button to press, of those of a warning; undefined closes it */
  constructor(answer: (warning: Warning) => string | undefined = () => undefined) {
    window.showWarningMessage = (message: string, ...rest: unknown[]) => {
      const items = rest.filter((item) => typeof item === 'string');
      const warning = { message, items };
      this.warnings.push(warning);
      this.#added.fire();
      return Promise.resolve(answer(warning)) as never;
    };
  }

  /** @returns the warnings with this in their text, so far. */
  find(part: string): readonly Warning[] {
    return this.warnings.filter(({ message }) => message.includes(part));
  }

  /** Resolves with the first warning with this in its text. */
  async waitFor(part: string): Promise<Warning> {
    for (;;) {
      const [found] = this.find(part);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        const listener = this.#added.event(() => {
          listener.dispose();
          resolve();
        });
      });
    }
  }

  dispose(): void {
    window.showWarningMessage = this.#show;
    this.#added.dispose();
  }
}
