import { type QuickPickItem, window } from 'vscode';

/** Stands between the extension and its questions: no person is there to answer them. Lists are closed, texts are given. */
export class InputRecorder {
  readonly #showQuickPick = window.showQuickPick;
  readonly #showInputBox = window.showInputBox;
  /** What is typed into the next box. */
  typed = '';
  /** Of the rows of the last list. */
  details: readonly string[] = [];

  constructor() {
    window.showQuickPick = ((items: readonly QuickPickItem[]) => {
      this.details = items.map(({ detail }) => detail ?? '');
      return Promise.resolve(undefined);
    }) as never;
    window.showInputBox = () => Promise.resolve(this.typed);
  }

  dispose(): void {
    window.showQuickPick = this.#showQuickPick;
    window.showInputBox = this.#showInputBox;
  }
}
