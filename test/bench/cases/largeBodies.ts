import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { JsonLayout } from '../../../broker/protocol/jsonLayout.ts';
import { LARGEST_BODY, makeLargeBodies } from '../../support/largeBodies.ts';
import { ensureChromium } from '../../support/vscode/chromium.mjs';
import { openWebviewTab, type WebviewTab } from '../../support/webviewBrowser.ts';
import { makeQueue } from '../../support/webviewSamples.ts';
import { type BenchCase, type Figure, atMost, figure } from '../benchCase.ts';

const LONGEST_MS = 50;
const MICROS_PER_MS = 1000;
const QUEUE = makeQueue('images');
const RUNNING = { kind: 'running', maximumMessageBytes: LARGEST_BODY } as const;

/** Room for what is typed. */
const TYPED_BYTES = 64;

function makeBodies(): Readonly<Record<string, string>> {
  return {
    ...makeLargeBodies(LARGEST_BODY - TYPED_BYTES),
    // As many as the editor shows all of.
    'twenty thousand lines': `${'x'.repeat(51)}\n`.repeat(19_999),
  };
}

/** What a user does with the body of a message in the composer, in this order. */
const STEPS: Readonly<Record<string, (tab: WebviewTab) => Promise<unknown>>> = {
  'draws its form, without a body': async ({ page }) => {
    await page.evaluate(() => {
      const { given } = window as unknown as { given: object };
      window.postMessage({ ...given, draft: undefined }, '*');
    });
    await page.locator('.cm-placeholder').waitFor();
    await settle(page);
  },
  'shows it': async ({ page }) => {
    await page.evaluate(() => window.postMessage((window as unknown as { given: unknown }).given, '*'));
    await page.locator('.cm-placeholder').waitFor({ state: 'detached' });
    await settle(page);
  },
  'takes a click into it': async ({ page }) => {
    await page.locator('.cm-line').first().click();
    await page.evaluate(() => new Promise(requestAnimationFrame));
  },
  'takes a key at its start': ({ page }) => pressAndDraw(page, 'Control+Home', 'x'),
  'takes a key at its end': ({ page }) => pressAndDraw(page, 'Control+End', 'x'),
  'treats it as JSON': ({ page }) => page.getByRole('button', { name: 'JSON', exact: true }).click(),
  'shows another in its place': async ({ page }) => {
    await page.evaluate(() => {
      const { given } = window as unknown as { given: { readonly draft: { readonly body: string } } };
      window.postMessage({ ...given, draft: { body: ` ${given.draft.body}` } }, '*');
    });
    await settle(page);
  },
  'sends it': async ({ page }) => {
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.evaluate(() => new Promise(requestAnimationFrame));
  },
  'is cleared': ({ page }) => page.getByRole('button', { name: 'Clear', exact: true }).click(),
};

async function pressAndDraw(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
  await settle(page);
}

/** The page reads the body in steps, and keeps its state a quarter of a second after the last change: then it is idle. */
async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Of the thread's processor, µs. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** The longest task of a page's main thread during some work, by processor time: what other programs take does not count. */
async function findLongestTask(session: CDPSession, work: () => Promise<unknown>): Promise<number> {
  const events: TraceEvent[] = [];
  const take = ({ value }: { value: unknown[] }): void => void events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', take);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', 'toplevel', '__metadata'] },
  });
  try {
    await work();
  } finally {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    session.off('Tracing.dataCollected', take);
  }
  const main = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(({ name, pid, tid }) => name === 'RunTask' && main.has(`${pid} ${tid}`));
  return Math.max(0, ...tasks.map(({ tdur }) => tdur ?? 0)) / MICROS_PER_MS;
}

async function measureComposer(browser: Browser): Promise<Figure[]> {
  const worst = new Map<string, { ms: number; shape: string }>();
  for (const [shape, body] of Object.entries(makeBodies())) {
    const tab = await openWebviewTab(browser, join(process.cwd(), 'dist', 'webview'), {
      name: 'composer',
      theme: 'dark',
      width: 900,
      height: 760,
    });
    // How the test gives the body to the page is no work of the composer.
    await tab.page.evaluate((given) => void Object.assign(window, { given }), {
      type: 'initialize',
      broker: RUNNING,
      queues: [QUEUE],
      queueArn: QUEUE.arn,
      draft: { body },
    });
    // Nor is that the page reads its own script.
    await settle(tab.page);
    const session = await browser.newBrowserCDPSession();
    for (const [step, work] of Object.entries(STEPS)) {
      const ms = await findLongestTask(session, () => work(tab));
      if (ms > (worst.get(step)?.ms ?? -1)) worst.set(step, { ms, shape });
    }
    await session.detach();
    await tab.close();
  }
  return [...worst].map(([step, { ms, shape }]) =>
    atMost(figure(`composer, 1 MiB: ${step} (worst: ${shape})`, ms, 'ms', 1), LONGEST_MS),
  );
}

/** What the extension host does with a body in one go, between two turns of others. */
const HOST_WORK: Readonly<Record<string, (body: string) => Iterable<unknown>>> = {
  *'one step of laying JSON out, or checking it'(body) {
    const layout = new JsonLayout(body);
    while (layout.outcome === undefined) yield layout.step();
  },
  *'an answer with it from the broker is read'(body) {
    const answer = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { body } }));
    yield undefined;
    yield JSON.parse(answer.toString('utf8'));
  },
  *'a call with it is written'(body) {
    yield Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'm', params: { body } }), 'utf8');
  },
};

function measureHost(): Figure[] {
  return Object.entries(HOST_WORK).map(([name, work]) => {
    let worst = { ms: 0, shape: '' };
    for (const [shape, body] of Object.entries(makeBodies())) {
      let before = process.cpuUsage();
      for (const _ of work(body)) {
        const { user, system } = process.cpuUsage(before);
        const ms = (user + system) / MICROS_PER_MS;
        if (ms > worst.ms && _ !== undefined) worst = { ms, shape };
        before = process.cpuUsage();
      }
    }
    return atMost(
      figure(`extension host, 1 MiB: ${name} (worst: ${worst.shape})`, worst.ms, 'ms', 1),
      LONGEST_MS,
    );
  });
}

/** What the panels and the host do with the largest bodies, in a real browser: the longest piece of work of the main thread. */
export const largeBodiesCase: BenchCase = {
  name: 'large bodies',
  async run() {
    const found = await ensureChromium();
    if ('missing' in found) {
      console.log(found.missing);
      return [];
    }
    const browser = await chromium.launch({
      executablePath: found.executable,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      return [...(await measureComposer(browser)), ...measureHost()];
    } finally {
      await browser.close();
    }
  },
};
