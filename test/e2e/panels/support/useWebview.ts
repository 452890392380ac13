import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../support/vscode/browser.mjs';
import { ensureChromium } from '../../../support/vscode/chromium.mjs';
import {
  openWebviewTab,
  type WebviewLook,
  type WebviewPageOptions,
  type WebviewTab,
} from '../../../support/webviewBrowser.ts';

// From out/test/e2e/ui, where the tests are bundled to.
const DIST = join(__dirname, '../../../../dist/webview');
const SIZES = {
  composer: { width: 900, height: 760 },
  trace: { width: 1200, height: 400 },
  load: { width: 1100, height: 800 },
  forecast: { width: 1100, height: 800 },
  message: { width: 1000, height: 700 },
  receive: { width: 1000, height: 700 },
  metrics: { width: 1100, height: 700 },
  scaling: { width: 1100, height: 800 },
  queueEditor: { width: 1000, height: 800 },
  alarmForm: { width: 1000, height: 800 },
} as const;

/** The one webview that a test has open, without VS Code around it. */
export interface WebviewUnderTest {
  readonly page: Page;
  /** Dark and of a usual size, unless told otherwise. */
  open(options: Partial<WebviewPageOptions> & Pick<WebviewPageOptions, 'name'>): Promise<void>;
  /** Sends a message as the extension host does. */
  send(message: unknown): Promise<void>;
  /** What the webview posted to the host of this type. */
  readPosted(type: string): Promise<readonly Record<string, unknown>[]>;
  readState(): Promise<unknown>;
  /** Changes theme and size of the open webview. */
  restyle(look: WebviewLook): Promise<void>;
}

/** A browser for the tests of a `describe`. After each test its webview is closed, and must have reported no problems. */
export function useWebview(): WebviewUnderTest {
  let browser: Browser;
  let tab: WebviewTab | undefined;

  before('starts the browser', async () => {
    const chromium = await ensureChromium();
    if ('missing' in chromium) throw new Error(chromium.missing);
    browser = await launchBrowser(chromium.executable);
  });
  afterEach(async () => {
    const problems = tab?.problems;
    await tab?.close();
    tab = undefined;
    assert.deepEqual(problems, [], 'the page reported problems');
  });
  after(() => browser.close());

  const opened = (): WebviewTab => {
    if (tab === undefined) throw new Error('Open a webview first.');
    return tab;
  };
  return {
    get page() {
      return opened().page;
    },
    open: async (options) => {
      tab = await openWebviewTab(browser, DIST, { theme: 'dark', ...SIZES[options.name], ...options });
    },
    send: (message) => opened().send(message),
    readPosted: async (type) => (await opened().readPosted()).filter((message) => message['type'] === type),
    readState: () => opened().readState(),
    restyle: (look) => opened().restyle(look),
  };
}
