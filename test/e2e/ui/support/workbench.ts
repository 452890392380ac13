import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  highContrastLight: { name: 'Default High Contrast Light', mark: '.monaco-workbench.hc-light' },
} as const;

/** A window of VS Code, as a user sees it. */
export class Workbench {
  readonly page: Page;
  readonly server: Server;
  readonly quickInput: QuickInput;
  readonly editors: Editors;
  readonly debugging: Debugging;
  #folder = '';

  constructor(page: Page, server: Server) {
    this.page = page;
    this.server = server;
    this.quickInput = new QuickInput(page);
    this.editors = new Editors(page);
    this.debugging = new Debugging(page);
  }

  /** Opens a folder (absolute path) in this window. */
  async openFolder(folder: string): Promise<void> {
    this.#folder = folder;
    await this.#open({ folder });
  }

  /** Opens no folder in this window. */
  async openNothing(): Promise<void> {
    await this.#open({ ew: 'true' });
  }

  /**
   * Opens a `.code-workspace` file (absolute path), which must have folders, in this window. A window that reads it before
   * the server can give it takes it for empty and stays so: then it is loaded again.
   */
  async openWorkspaceFile(path: string): Promise<void> {
    await this.#open({ workspace: path });
    const folder = this.page.locator('.explorer-folders-view .monaco-list-row').first();
    for (let loads = 0; loads < 3; loads++) {
      if (await becomesVisible(folder, 10_000)) return;
      await this.reload();
    }
    await folder.waitFor();
  }

  async reload(): Promise<void> {
    await this.page.reload({ timeout: OPEN_TIMEOUT_MS });
    await this.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: OPEN_TIMEOUT_MS });
  }

  /**
   * Waits until VS Code has written the states of editors and panels, one of which has this text: in a browser it does so
   * every 5 s, because a page that is left can't wait for its database.
   */
  async waitUntilSaved(text: string): Promise<void> {
    await this.page.waitForFunction(isInDatabases, text, { polling: 250 });
  }

  /** Shows a view container by its title in the activity bar. The icon comes when the extension host is up. */
  async openViewContainer(title: string): Promise<void> {
    const icon = this.page.locator(`.activitybar a[aria-label^="${title}"]`).first();
    await icon.waitFor({ timeout: OPEN_TIMEOUT_MS });
    const shown = this.page.locator('.sidebar .composite.title').filter({ hasText: new RegExp(title, 'i') });
    // A click on the icon of the container that is shown would hide it, and a reloaded window may show it between look and
    // click: look again afterwards. A badge may lie over the icon.
    for (let clicks = 0; clicks < 3; clicks++) {
      if (!(await shown.isVisible())) await icon.locator('..').click();
      if (await becomesVisible(shown, 5_000)) return;
    }
    await shown.waitFor();
  }

  tree(title: string): Tree {
    return new Tree(this.page, title);
  }

  /** Presses a button in the title of the view that the panel at the bottom shows. */
  async pressPanelAction(label: string): Promise<void> {
    await this.page.locator(`.part.panel .title-actions .action-label[aria-label^="${label}"]`).click();
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

  async pressDialogButton(button: string | RegExp): Promise<void> {
    await this.dialog.locator('.monaco-button').filter({ hasText: button }).first().click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  /** Waits until the broker of this window serves. @returns where, as the status item says */
  async readEndpoint(): Promise<string> {
    const item = this.statusItem(/Queueside \d+/);
    await item.waitFor();
    return `http://127.0.0.1:${/\d+/.exec(await item.innerText())?.[0]}`;
  }

  /** Changes settings of the open folder: the window follows that file, but not the file of the user's settings. */
  changeSettings(settings: Readonly<Record<string, unknown>>): void {
    const file = join(this.#folder, '.vscode', 'settings.json');
    mkdirSync(dirname(file), { recursive: true });
    const current = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
    // In one step: the workbench must never read half a file.
    writeFileSync(`${file}.next`, JSON.stringify({ ...current, ...settings }, undefined, 2));
    renameSync(`${file}.next`, file);
  }

  async switchTheme(theme: keyof typeof THEMES): Promise<void> {
    this.changeSettings({ 'workbench.colorTheme': THEMES[theme].name });
    await this.page.locator(THEMES[theme].mark).waitFor();
  }

  async #open(what: Readonly<Record<string, string>>): Promise<void> {
    await this.page.goto(`${this.server.address}/?${new URLSearchParams(what)}`, {
      timeout: OPEN_TIMEOUT_MS,
    });
    await this.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: OPEN_TIMEOUT_MS });
  }

  /**
   * Writes out/screenshots/NAME-dark.png; NAME-light.png too when the pictures of the documentation are taken, because each
   * change of the theme takes time.
   */
  async takeFrame(name: string): Promise<void> {
    await this.takeScreenshot(`${name}-dark`);
    if (!process.env['QUEUESIDE_PICTURES']) return;
    await this.switchTheme('light');
    await this.takeScreenshot(`${name}-light`);
    await this.switchTheme('dark');
  }

  /** Writes out/screenshots/NAME.png. */
  async takeScreenshot(name: string): Promise<void> {
    const folder = join(findProjectRoot(), 'out', 'screenshots');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }
}

/** Runs in the page of the workbench. */
async function isInDatabases(text: string): Promise<boolean> {
  const finish = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('The database has failed')));
    });
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith('vscode-web-state-db') !== true) continue;
    const database = await finish(indexedDB.open(name));
    try {
      const values: readonly unknown[] = await finish(
        database.transaction('ItemTable').objectStore('ItemTable').getAll(),
      );
      if (values.some((value) => String(value).includes(text))) return true;
    } finally {
      database.close();
    }
  }
  return false;
}

function becomesVisible(locator: Locator, timeoutMs: number): Promise<boolean> {
  return locator.waitFor({ timeout: timeoutMs }).then(
    () => true,
    () => false,
  );
}
