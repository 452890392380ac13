import type { Locator, Page } from 'playwright-core';

/** A menu shows within a second, where nothing closes it. */
const MENU_TIMEOUT_MS = 10_000;
const MENU_TRIES = 4;
/** An editor shows its tab before it has read anything. */
const EDITOR_TIMEOUT_MS = 10_000;
const EDITOR_TRIES = 4;
const AS_ANSWER = [() => true, () => false] as const;

/** The rows of one view in the side bar. The list is virtual: only the rows in sight exist. */
export class Tree {
  readonly #pane: Locator;

  /** @param title of the view, as its header shows it */
  constructor(page: Page, title: string) {
    this.#pane = page
      .locator('.sidebar .pane')
      .filter({ has: page.locator(`.pane-header[aria-label^="${title}"]`) });
  }

  get pane(): Locator {
    return this.#pane;
  }

  get rows(): Locator {
    return this.#pane.locator('.monaco-list-row');
  }

  /** What the view says when it is empty, with its buttons. */
  get welcome(): Locator {
    return this.#pane.locator('.welcome-view-content');
  }

  /** The row whose accessible name begins with the text, where “1 message of orders” is not “1 message of orders-dlq”. */
  row(label: string): Locator {
    return this.#pane.locator(findRows(label)).first();
  }

  /** The rows whose accessible name does not have the text. */
  rowsWithout(text: string): Locator {
    return this.#pane.locator(`.monaco-list-row:not([aria-label*=${JSON.stringify(text)}])`);
  }

  /** Opens the view itself when only its header shows. */
  async open(): Promise<void> {
    const header = this.#pane.locator('.pane-header');
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
  }

  async select(label: string): Promise<void> {
    await this.row(label).click();
  }

  /** @param child a row below it, if it may be read again meanwhile: VS Code then closes it, now and then */
  async expand(label: string, child?: string): Promise<void> {
    for (let tries = EDITOR_TRIES; ; tries--) {
      await this.#expandOnce(label);
      if (child === undefined) return;
      const shown = this.row(child).waitFor({ timeout: EDITOR_TIMEOUT_MS });
      if (tries === 1) return shown;
      if (await shown.then(...AS_ANSWER)) return;
    }
  }

  async #expandOnce(label: string): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'true') return;
    await row.locator('.monaco-tl-twistie').click();
    await this.#pane
      .locator(`${findRows(label)}[aria-expanded="true"]`)
      .first()
      .waitFor();
  }

  /** Clicks on a row until its editor opens: VS Code drops a click on a row that changes between press and release. */
  async openEditor(row: Locator, tab: Locator): Promise<void> {
    for (let tries = EDITOR_TRIES; ; tries--) {
      await row.click();
      const opened = tab.waitFor({ timeout: EDITOR_TIMEOUT_MS });
      if (tries === 1) return opened;
      if (await opened.then(...AS_ANSWER)) return;
    }
  }

  /** Presses an icon that shows on the row under the pointer. Hovers again if the row has moved away from the pointer. */
  async runInlineAction(label: string, action: string): Promise<void> {
    const row = this.row(label);
    const icon = row.locator(`.action-label[aria-label^="${action}"]`);
    for (let tries = MENU_TRIES; ; tries--) {
      // What shows over the icon that was pressed before may lie over this row.
      await this.#pane.page().mouse.move(1, 1);
      await row.hover();
      if (tries === 1) return icon.click();
      if (await icon.click({ timeout: MENU_TIMEOUT_MS }).then(...AS_ANSWER)) return;
    }
  }

  /** Presses an icon in the header of the view, which is the side bar's where the container has this one view. */
  async runTitleAction(action: string): Promise<void> {
    const page = this.#pane.page();
    const own = this.#pane.locator('.pane-header:not(.hidden)');
    const header = (await own.count()) > 0 ? own : page.locator('.sidebar .composite.title');
    await header.hover();
    await header.locator(`.action-label[aria-label^="${action}"]`).click();
  }

  /**
   * Opens the menu of a row and picks an item. Tries again if VS Code has closed the menu, as it does when the focus
   * moves, for example when the document of the row that was selected before opens.
   * @param path the item, behind the names of the menus that it is in
   */
  async runMenuItem(label: string, ...path: readonly string[]): Promise<void> {
    for (let tries = MENU_TRIES; ; tries--) {
      const picked = this.#pickMenuItem(label, path);
      if (tries === 1) return picked;
      if (await picked.then(...AS_ANSWER)) return;
      // One for the menu, and one for each submenu that is open.
      for (const _ of path) await this.#pane.page().keyboard.press('Escape');
    }
  }

  async #pickMenuItem(label: string, path: readonly string[]): Promise<void> {
    const page = this.#pane.page();
    const [first = '', ...others] = path;
    // With the keyboard: a menu ignores the mouse for a moment after it opened, so that the opening click picks nothing,
    // and then takes the item under it. So the mouse has to be elsewhere.
    let wanted = findMenuItem(page, first);
    await this.row(label).click({ button: 'right' });
    await wanted.waitFor({ timeout: MENU_TIMEOUT_MS });
    await page.mouse.move(1, 1);
    await focusMenuItem(page, wanted);
    for (const name of others) {
      await page.keyboard.press('ArrowRight');
      wanted = findMenuItem(page, name);
      await wanted.waitFor({ timeout: MENU_TIMEOUT_MS });
      await focusMenuItem(page, wanted);
    }
    // To the item itself: a key that is pressed where the menu has just closed would go to the tree, unnoticed.
    await wanted.locator(':scope > .action-menu-item').press('Enter', { timeout: MENU_TIMEOUT_MS });
    await wanted.waitFor({ state: 'detached' });
  }
}

/** Of all menus that are open, one in the other. */
function listMenuItems(page: Page): Locator {
  return page.locator('.context-view .monaco-menu .action-item:not(.disabled)');
}

/** By its own label: the items of an open submenu are elements of the item that they belong to. */
function findMenuItem(page: Page, name: string): Locator {
  const label = page.locator(`:scope > .action-menu-item > .action-label`, {
    hasText: new RegExp(`^${name}`),
  });
  return listMenuItems(page).filter({ has: label });
}

async function focusMenuItem(page: Page, wanted: Locator): Promise<void> {
  const isFocused = () =>
    wanted.evaluate((element) => element.classList.contains('focused'), undefined, {
      timeout: MENU_TIMEOUT_MS,
    });
  for (let presses = 2 * (await listMenuItems(page).count()); !(await isFocused()); presses--) {
    if (presses === 0) throw new Error(`The menu does not come to ${String(wanted)}`);
    await page.keyboard.press('ArrowDown');
  }
}

/** A selector of rows by the beginning of their names; names of queues go on with a hyphen. */
function findRows(label: string): string {
  const [wanted, longer] = [label, `${label}-`].map((text) => JSON.stringify(text));
  return `.monaco-list-row[aria-label^=${wanted}]:not([aria-label^=${longer}])`;
}
