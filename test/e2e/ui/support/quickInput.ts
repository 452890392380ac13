import type { Locator, Page } from 'playwright-core';

/** How long the palette may take to open on a busy machine. */
const PALETTE_MS = 10_000;
const PALETTE_ATTEMPTS = 4;

/** The input at the top of the window: the palette, quick picks and input boxes. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The one that takes input: a widget that is fading out after its use is passed over. */
  get widget(): Locator {
    return this.#page.locator('.quick-input-widget:visible:not([inert])');
  }

  get field(): Locator {
    return this.widget.locator('input[type=text], input[type=password]').first();
  }

  /** The rows of a list; only those in sight exist. */
  get rows(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /** The validation message under an input box. */
  get message(): Locator {
    return this.widget.locator('.quick-input-message');
  }

  /** Runs a command by what the palette shows of it, such as `Queueside: Create Queue`. */
  async runCommand(title: string): Promise<void> {
    await this.#openPalette(`>${title}`);
    await this.pick(title);
  }

  /** A notification, or a list that closes late, can take the palette's focus, and so close it: then it opens again. */
  async #openPalette(text: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.#page.keyboard.press('F1');
      try {
        await this.field.fill(text, { timeout: PALETTE_MS });
        return;
      } catch (error) {
        if (attempt === PALETTE_ATTEMPTS) throw error;
      }
    }
  }

  /** Picks the first row that has the text. */
  async pick(text: string | RegExp): Promise<void> {
    await this.rows.filter({ hasText: text }).first().click();
  }

  /**
   * Fills in the input box that is open, or opens next after a list, and accepts it.
   * @param prompt what the box asks: needed when another box was before it
   */
  async enter(text: string, prompt?: string): Promise<void> {
    await this.field.waitFor();
    await this.widget.locator('.quick-input-list').waitFor({ state: 'hidden' });
    if (prompt !== undefined) await this.message.filter({ hasText: prompt }).waitFor();
    await this.field.fill(text);
    await this.#page.keyboard.press('Enter');
  }

  /** Presses the arrow of an input of several steps. */
  async goBack(): Promise<void> {
    await this.widget.locator('.quick-input-left-action-bar .action-label').first().click();
  }

  /** Waits for whatever asks for input, and dismisses it. */
  async cancel(): Promise<void> {
    await this.field.waitFor();
    await this.#page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }
}
