import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { LARGEST_BODY, makeLargeBodies } from '../../support/largeBodies.ts';
import { makeShownMessage, SAMPLE_NOW } from '../../support/messageSamples.ts';
import { ensureChromium } from '../../support/vscode/chromium.mjs';
import { openWebviewTab } from '../../support/webviewBrowser.ts';
import { type BenchCase, type Figure, atMost, figure } from '../benchCase.ts';
import { median } from '../statistics.ts';

const LONGEST_MS = 150;
const SMALL_BODY = `{"id":1,"text":"${'x'.repeat(1_000)}"}`;

interface Scope {
  shown: { readonly small: unknown; readonly large: unknown };
}

/**
 * Runs in the page: shows a message as the extension does, and answers how long it took until its text was painted, ms. Then it
 * waits until the rest is read, so that the next measurement starts with an idle page.
 */
function showMessage(page: Page, size: 'small' | 'large', first: string): Promise<number> {
  return page.evaluate(
    async ({ size, first }) => {
      const { shown } = window as unknown as Scope;
      const startedAt = performance.now();
      window.postMessage(shown[size], '*');
      const hasText = (): boolean =>
        document.querySelector('.message-id')?.textContent === size &&
        document.querySelector('.row-text')?.textContent?.startsWith(first) === true;
      const isIdle = (): boolean =>
        document.querySelector('.text-rows')?.getAttribute('aria-busy') === 'false';
      const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
      while (!hasText()) await nextFrame();
      // What a frame draws is on the screen when the next one begins.
      await nextFrame();
      const ms = performance.now() - startedAt;
      while (!isIdle()) await nextFrame();
      return ms;
    },
    { size, first },
  );
}

async function openPage(browser: Browser, body: string) {
  const tab = await openWebviewTab(browser, join(process.cwd(), 'dist', 'webview'), {
    name: 'message',
    theme: 'dark',
    width: 1000,
    height: 760,
  });
  const make = (messageId: string, text: string) => ({
    type: 'messageShown',
    message: makeShownMessage({ messageId }),
    body: text,
    formatsJson: true,
    now: SAMPLE_NOW,
  });
  // How the test gives the bodies to the page is no work of the editor.
  await tab.page.evaluate((shown) => void Object.assign(window, { shown }), {
    small: make('small', SMALL_BODY),
    large: make('large', body),
  });
  return tab;
}

interface Worst {
  readonly ms: number;
  readonly shape: string;
}

/** The editor of a message in a real browser: the first message of a megabyte, and the next one in an open editor. */
export const messageEditorCase: BenchCase = {
  name: 'message editor',
  async run({ isQuick }) {
    const found = await ensureChromium();
    if ('missing' in found) {
      console.log(found.missing);
      return [];
    }
    const browser = await chromium.launch({
      executablePath: found.executable,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const rounds = isQuick ? 1 : 3;
    let first: Worst = { ms: -Infinity, shape: '' };
    let next: Worst = { ms: -Infinity, shape: '' };
    try {
      for (const [shape, body] of Object.entries(makeLargeBodies(LARGEST_BODY))) {
        const firstMs: number[] = [];
        const nextMs: number[] = [];
        const start = body.trimStart().slice(0, 1);
        for (let round = 0; round < rounds; round += 1) {
          const small = await openPage(browser, body);
          const smallMs = await showMessage(small.page, 'small', '{');
          nextMs.push(await showMessage(small.page, 'large', start));
          await small.close();
          const large = await openPage(browser, body);
          firstMs.push((await showMessage(large.page, 'large', start)) - smallMs);
          await large.close();
        }
        if (median(firstMs) > first.ms) first = { ms: median(firstMs), shape };
        if (median(nextMs) > next.ms) next = { ms: median(nextMs), shape };
      }
    } finally {
      await browser.close();
    }
    const row = (name: string, { ms, shape }: Worst): Figure =>
      atMost(figure(`message editor, 1 MiB: ${name} (worst: ${shape})`, ms, 'ms', 1), LONGEST_MS);
    return [
      row('the next one in an open editor is shown', next),
      row('the first one, compared with one of 1 KB', first),
    ];
  },
};
