import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Editors } from './editors.ts';

/** Starting, stepping and stopping a debug session. */
export class Debugging {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get toolbar(): Locator {
    return this.#page.locator('.debug-toolbar');
  }

  get callStack(): Locator {
    return this.#page.locator('.debug-call-stack .monaco-list-row');
  }

  /** The arrow in the gutter at the line where the program stands. */
  get stoppedLine(): Locator {
    return this.#page.locator('.codicon-debug-stackframe').first();
  }

  /** Starts a launch configuration by its name, as the picker of "Select and Start Debugging" shows it. */
  async start(configuration: string): Promise<void> {
    await this.#page.keyboard.press('F1');
    const widget = this.#page.locator('.quick-input-widget:visible:not([inert])');
    await widget.locator('input[type=text]').fill(`debug ${configuration}`);
    await widget
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: configuration })
      .first()
      .click();
    await this.toolbar.waitFor();
  }

  /**
   * Debugs the sample's worker with a breakpoint where it processes a message, and waits until it stops there.
   * @param workspace a copy of the sample, an absolute path
   */
  async stopInWorker(editors: Editors, workspace: string): Promise<void> {
    const source = readFileSync(join(workspace, 'worker.js'), 'utf8').split('\n');
    const line = source.findIndex((text) => text.includes('← set a breakpoint here')) + 1;
    await editors.openFile('worker.js');
    await editors.setBreakpoint(line);
    await this.start('Worker');
    await this.waitForStop();
  }

  async waitForStop(): Promise<void> {
    await this.stoppedLine.waitFor();
  }

  async continue(): Promise<void> {
    await this.#press('Continue');
  }

  async stop(): Promise<void> {
    await this.#press('Stop');
    await this.toolbar.waitFor({ state: 'hidden' });
  }

  async #press(action: string): Promise<void> {
    await this.toolbar.locator(`.action-label[aria-label^="${action}"]`).first().click();
  }
}
