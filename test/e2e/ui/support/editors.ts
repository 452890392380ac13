import type { FrameLocator, Locator, Page } from 'playwright-core';

const GLYPH_OFFSET_PX = 10;

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
    await this.#page.keyboard.press('ControlOrMeta+p');
    const widget = this.#page.locator('.quick-input-widget:visible:not([inert])');
    await widget.locator('input[type=text]').fill(name);
    const row = widget.locator(`.quick-input-list .monaco-list-row[aria-label^="${name}"]`).first();
    await row.click();
    await this.tab(name).waitFor();
    await this.#page.locator('.editor-instance .view-lines .view-line').first().waitFor();
  }

  async closeTab(title: string): Promise<void> {
    await this.tab(title).click({ button: 'middle' });
    await this.tab(title).waitFor({ state: 'detached' });
  }

  /** Brings a line (from 1) of the open file into sight. */
  async revealLine(line: number): Promise<void> {
    await this.#page.keyboard.press('Control+g');
    const widget = this.#page.locator('.quick-input-widget:visible:not([inert])');
    await widget.locator('input[type=text]').fill(`:${line}`);
    await this.#page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' });
  }

  /** Sets a breakpoint by a click in the gutter, on a line in sight. */
  async setBreakpoint(line: number): Promise<void> {
    const margin = this.#page.locator('.margin-view-overlays > div').filter({
      has: this.#page.locator('.line-numbers').getByText(String(line), { exact: true }),
    });
    await margin.first().click({ position: { x: GLYPH_OFFSET_PX, y: GLYPH_OFFSET_PX } });
    await this.breakpoints.first().waitFor();
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

  get breakpoints(): Locator {
    return this.#page.locator('.codicon-debug-breakpoint');
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
