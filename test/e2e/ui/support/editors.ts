import type { FrameLocator, Locator, Page } from 'playwright-core';

/** How long the list of files may take on a busy machine. */
const LIST_MS = 10_000;
const LIST_ATTEMPTS = 4;

/** The editor area: files, their breakpoints, and webview panels. */
export class Editors {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  tab(title: string): Locator {
    return this.#page.locator(`.tabs-container .tab[aria-label^="${title}"]`).first();
  }

  /** Opens a file of the workspace by its name and waits for its text. */
  async openFile(name: string): Promise<void> {
    const widget = this.#page.locator('.quick-input-widget:visible:not([inert])');
    const row = widget.locator(`.quick-input-list .monaco-list-row[aria-label^="${name}"]`).first();
    // An open list does not find a file that was written a moment ago. Close it and open it again.
    for (let attempt = 1; ; attempt++) {
      await this.#page.keyboard.press('ControlOrMeta+p');
      await widget.locator('input[type=text]').fill(name);
      try {
        await row.click({ timeout: LIST_MS });
        break;
      } catch (error) {
        if (attempt === LIST_ATTEMPTS) throw error;
        await this.#page.keyboard.press('Escape');
      }
    }
    await this.tab(name).waitFor();
    await this.#page.locator('.editor-instance .view-lines .view-line').first().waitFor();
  }

  async closeTab(title: string): Promise<void> {
    await this.tab(title).click({ button: 'middle' });
    await this.tab(title).waitFor({ state: 'detached' });
  }

  /** Puts the cursor on a line (from 1) of the open file and brings it into sight. */
  async goToLine(line: number): Promise<void> {
    await this.#page.keyboard.press('Control+g');
    const widget = this.#page.locator('.quick-input-widget:visible:not([inert])');
    await widget.locator('input[type=text]').fill(`:${line}`);
    await this.#page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' });
    // The status bar tells where the cursor is; the focus is back in the text then.
    await this.#page.locator('.statusbar-item').getByText(`Ln ${line},`).waitFor();
    await this.#page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /** Sets a breakpoint on a line of the open file, which has none yet, by the keyboard: a click in the gutter may scroll. */
  async setBreakpoint(line: number): Promise<void> {
    await this.goToLine(line);
    await this.#page.keyboard.press('F9');
    await this.waitForBreakpoint(line);
  }

  /** Waits for the red dot beside a line in sight. */
  async waitForBreakpoint(line: number): Promise<void> {
    await this.#page.waitForFunction((wanted) => {
      const numbers = [...document.querySelectorAll('.margin-view-overlays .line-numbers')];
      const number = numbers.find(({ textContent }) => textContent === wanted)?.getBoundingClientRect();
      if (number === undefined) return false;
      const middle = number.top + number.height / 2;
      return [...document.querySelectorAll('.glyph-margin-widgets .codicon-debug-breakpoint')].some((dot) => {
        const { top, bottom } = dot.getBoundingClientRect();
        return top < middle && middle < bottom;
      });
    }, String(line));
  }

  /** Waits for text that stands behind a line without being in the file. @returns that text */
  async waitForDecoration(pattern: RegExp): Promise<string> {
    const found = await this.#page.waitForFunction((source) => {
      for (const span of document.querySelectorAll('.view-line span')) {
        const { content } = getComputedStyle(span, '::after');
        // Monaco writes spaces that do not break, and the style gives the text in quotes.
        const text = content.replaceAll('\u00a0', ' ');
        if (new RegExp(source).test(text)) return text;
      }
      return undefined;
    }, pattern.source);
    return (await found.jsonValue()) ?? '';
  }

  /**
   * The document inside a webview.
   * @param extensionId such as `publisher.name`
   * @param tabTitle of the panel, when the extension has several open; its tab is brought to the front
   */
  async openWebview(extensionId: string, tabTitle?: string): Promise<FrameLocator> {
    if (tabTitle !== undefined) await this.tab(tabTitle).click();
    const frames = this.#page.locator(`iframe.webview.ready[src*="extensionId=${extensionId}" i]:visible`);
    const frame = frames.first().contentFrame().frameLocator('iframe#active-frame');
    await frame.locator('body').waitFor();
    return frame;
  }
}
