import type { Page } from 'playwright-core';
import { QuickInput } from './quickInput.ts';

const ACCEPT_TIMEOUT_MS = 5_000;
const MAXIMUM_ATTEMPTS = 8;

/** The file dialog of a window in a browser: a quick input with a path, a list of files, and a button. */
export class FileDialog {
  readonly #input: QuickInput;

  constructor(page: Page) {
    this.#input = new QuickInput(page);
  }

  /**
   * Names a file and presses the button.
   * @param button what it says: `Open` to open, `OK` to save
   * @param path absolute
   */
  async choose(button: string, path: string): Promise<void> {
    const accept = this.#input.widget
      .locator('.quick-input-action .monaco-button')
      .filter({ hasText: button });
    // A dialog that is still reading its folder puts its own path into the field afterwards, and one that is looking up
    // what was typed drops the click.
    for (let attempt = 0; attempt < MAXIMUM_ATTEMPTS; attempt++) {
      await accept.waitFor();
      await this.#input.rows.first().waitFor();
      await this.#input.field.fill(path);
      if ((await this.#input.field.inputValue()) !== path) continue;
      await accept.click();
      const isDone = await accept.waitFor({ state: 'hidden', timeout: ACCEPT_TIMEOUT_MS }).then(
        () => true,
        () => false,
      );
      if (isDone) return;
    }
    await accept.waitFor({ state: 'hidden', timeout: ACCEPT_TIMEOUT_MS });
  }
}
