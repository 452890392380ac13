import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { listScripts, listStyles, renderPageHtml } from '../../extension/webviews/pageHtml.ts';
import { WEBVIEW_THEMES } from './webviewThemes.ts';

export type ThemeKind = keyof typeof WEBVIEW_THEMES;

/** The four kinds of theme that VS Code has, with the variables it gives to webviews in its default themes. */
export const THEME_KINDS = Object.keys(WEBVIEW_THEMES) as readonly ThemeKind[];

// Nothing listens here: the browser's requests are answered in the test.
const ORIGIN = 'http://webview.invalid';

export interface WebviewPageOptions {
  readonly name:
    | 'composer'
    | 'forecast'
    | 'trace'
    | 'load'
    | 'message'
    | 'metrics'
    | 'queueEditor'
    | 'receive'
    | 'alarmForm'
    | 'scaling';
  readonly theme: ThemeKind;
  readonly width: number;
  readonly height: number;
  /** What getState answers. */
  readonly state?: unknown;
  readonly reducedMotion?: boolean;
  /** Absent: English. */
  readonly language?: string;
  readonly texts?: Readonly<Record<string, string>>;
}

/** How a page looks; it can change while the page is open. */
export type WebviewLook = Pick<WebviewPageOptions, 'theme' | 'width' | 'height'>;

/** A built webview in a browser tab, under the same content security policy as in VS Code. */
export interface WebviewTab {
  readonly page: Page;
  /** Problems that the page reported: script errors and violations of its policy. */
  readonly problems: readonly string[];
  /** Sends a message as the extension host does. */
  send(message: unknown): Promise<void>;
  /** Everything that the webview posted to the host. */
  readPosted(): Promise<readonly Record<string, unknown>[]>;
  readState(): Promise<unknown>;
  /** Changes theme and size, as the user may at any time. */
  restyle(look: WebviewLook): Promise<void>;
  close(): Promise<void>;
}

/** Opens a built bundle of dist/webview; `distFolder` is that folder. */
export async function openWebviewTab(
  browser: Browser,
  distFolder: string,
  options: WebviewPageOptions,
): Promise<WebviewTab> {
  const context = await browser.newContext({
    viewport: { width: options.width, height: options.height },
    reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  const html = renderPageHtml({
    cspSource: ORIGIN,
    nonce: 'test-nonce',
    title: options.name,
    scriptUrls: listScripts(options.name).map((script) => `${ORIGIN}/${script}`),
    codiconUrl: `${ORIGIN}/codicon.css`,
    styleUrls: listStyles(options.name).map((style) => `${ORIGIN}/${style}`),
    language: options.language ?? 'en',
    ...(options.texts === undefined ? {} : { texts: options.texts }),
  });
  const types: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript', ttf: 'font/ttf' };
  await page.route(`${ORIGIN}/**`, async (route) => {
    const file = new URL(route.request().url()).pathname.slice(1);
    if (file === '') return route.fulfill({ contentType: 'text/html', body: html });
    const contentType = types[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    return route.fulfill({ contentType, body: await readFile(join(distFolder, file)) });
  });
  const theme = WEBVIEW_THEMES[options.theme];
  await page.addInitScript(
    ({ bodyClass, variables, state }) => {
      const scope = window as unknown as Record<string, unknown>;
      const posted: unknown[] = [];
      scope['posted'] = posted;
      scope['state'] = state;
      scope['acquireVsCodeApi'] = () => ({
        postMessage: (message: unknown) => posted.push(structuredClone(message)),
        getState: () => scope['state'],
        setState: (next: unknown) => {
          scope['state'] = next;
        },
      });
      document.addEventListener('DOMContentLoaded', () => {
        document.body.className = bodyClass;
        for (const [name, value] of Object.entries(variables))
          document.documentElement.style.setProperty(name, value);
      });
    },
    { bodyClass: theme.bodyClass, variables: theme.variables, state: options.state },
  );
  await page.goto(`${ORIGIN}/`);
  // One frame for a change, one for what it draws.
  const waitForFrames = (): Promise<unknown> =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return {
    page,
    problems,
    send: async (message) => {
      await page.evaluate((data) => window.postMessage(data, '*'), message);
      await waitForFrames();
    },
    readPosted: () =>
      page.evaluate(() => (window as unknown as { posted: Record<string, unknown>[] }).posted),
    readState: () => page.evaluate(() => (window as unknown as { state: unknown }).state),
    restyle: async ({ theme: name, width, height }) => {
      await page.setViewportSize({ width, height });
      await page.evaluate(({ bodyClass, variables }) => {
        // What the theme before had and this one has not goes.
        document.documentElement.removeAttribute('style');
        for (const [key, value] of Object.entries(variables))
          document.documentElement.style.setProperty(key, value);
        document.body.className = bodyClass;
      }, WEBVIEW_THEMES[name]);
      await waitForFrames();
    },
    close: () => context.close(),
  };
}
