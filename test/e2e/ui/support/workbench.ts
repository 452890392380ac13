import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { findProjectRoot } from '../../../support/project.mjs';
import type { Server } from '../../../support/vscode/server.mjs';
import { Debugging } from './debugging.ts';
import { Editors } from './editors.ts';
import { QuickInput } from './quickInput.ts';
import { Tree } from './tree.ts';

/** The first paint of the workbench on a busy machine. */
const OPEN_TIMEOUT_MS = 60_000;

const THEMES = {
  dark: { name: 'Dark 2026', mark: '.monaco-workbench.vs-dark' },
  light: { name: 'Light 2026', mark: '.monaco-workbench.vs' },
  highContrast: { name: 'Default High Contrast', mark: '.monaco-workbench.hc-black' },
} as const;

/** A window of VS Code, as a user sees it. */
export class Workbench {
  readonly page: Page;
  readonly server: Server;
  readonly quickInput: QuickInput;
  readonly editors: Editors;
  readonly debugging: Debugging;

  constructor(page: Page, server: Server) {
    this.page = page;
    this.server = server;
    this.quickInput = new QuickInput(page);
    this.editors = new Editors(page);
    this.debugging = new Debugging(page);
  }

  /** Opens a folder (absolute path) in this window. */
  async openFolder(folder: string): Promise<void> {
    await this.page.goto(`${this.server.address}/?${new URLSearchParams({ folder })}`);
    await this.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: OPEN_TIMEOUT_MS });
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: OPEN_TIMEOUT_MS });
  }

  /** Shows a view container by its title in the activity bar. The icon comes when the extension host is up. */
  async openViewContainer(title: string): Promise<void> {
    const icon = this.page.locator(`.activitybar a[aria-label^="${title}"]`).first();
    await icon.waitFor({ timeout: OPEN_TIMEOUT_MS });
    const isShown = await icon.getAttribute('aria-expanded');
    if (isShown !== 'true') await icon.click();
    await this.page
      .locator('.sidebar .composite.title')
      .filter({ hasText: new RegExp(title, 'i') })
      .waitFor();
  }

  tree(title: string): Tree {
    return new Tree(this.page, title);
  }

  /** Notifications that are on screen. */
  toast(text?: string | RegExp): Locator {
    const toasts = this.page.locator('.notifications-toasts .notification-list-item');
    return text === undefined ? toasts : toasts.filter({ hasText: text });
  }

  async pressToastButton(text: string | RegExp, button: string): Promise<void> {
    await this.toast(text).locator('.monaco-button').filter({ hasText: button }).click();
  }

  /** A modal question; press its buttons by `pressDialogButton`. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async pressDialogButton(button: string): Promise<void> {
    await this.dialog.locator('.monaco-button').filter({ hasText: button }).first().click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  /** Changes user settings of the running window. */
  changeSettings(settings: Readonly<Record<string, unknown>>): void {
    const current = JSON.parse(readFileSync(this.server.settingsFile, 'utf8')) as Record<string, unknown>;
    writeFileSync(this.server.settingsFile, JSON.stringify({ ...current, ...settings }, undefined, 2));
  }

  async switchTheme(theme: keyof typeof THEMES): Promise<void> {
    this.changeSettings({ 'workbench.colorTheme': THEMES[theme].name });
    await this.page.locator(THEMES[theme].mark).waitFor();
  }

  /** Writes out/screenshots/NAME.png. */
  async takeScreenshot(name: string): Promise<void> {
    const folder = join(findProjectRoot(), 'out', 'screenshots');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }
}
