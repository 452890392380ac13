import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { openWebviewTab } from '../../support/webviewBrowser.ts';
import { makeQueue } from '../../support/webviewSamples.ts';
import { ensureChromium } from '../../support/vscode/chromium.mjs';
import { type BenchCase, type Figure, atMost, figure } from '../benchCase.ts';
import { median, percentile } from '../statistics.ts';

const EVENTS_PER_SECOND = 5_000;
/** As often as the extension sends batches to the view. */
const BATCH_EVERY_MS = 50;
const KEPT = 100_000;
const LONGEST_FRAME_MS = 50;
const QUEUES = ['images', 'images-done', 'images-dead-letters', 'payments.fifo'].map((name) =>
  makeQueue(name),
);

/** The tabs, and what of them is chosen, that are measured. */
const VIEWS = [
  { name: 'Events', state: { tab: 'events' } },
  {
    name: 'Events, filtered',
    state: { tab: 'events', filter: { text: 'img', kinds: ['sent', 'received', 'deleted'] } },
  },
  { name: 'Messages', state: { tab: 'messages' } },
  { name: 'Messages, by group', state: { tab: 'messages', laneMode: 'groups' } },
  { name: 'Messages, flows', state: { tab: 'messages', laneMode: 'flows' } },
  { name: 'Consumers', state: { tab: 'consumers' } },
  { name: 'Charts', state: { tab: 'charts' } },
] as const;

/** What the page keeps between the steps of a measurement. */
interface FeedScope {
  feed: { readonly batches: unknown[][]; readonly send: (events: unknown[], start: string) => void };
}

/** Runs in the page: fills the trace, waits until it is taken in, and makes the events of the measurement. */
async function fill(page: Page, seconds: number): Promise<void> {
  await page.evaluate(
    async ({ seconds, perSecond, everyMs, kept, queueArns }) => {
      const consumers = Array.from({ length: 6 }, (_, index) => ({
        id: `consumer-${index}`,
        name: `Worker ${index}`,
        kind: 'program',
        accessKeyId: `key-${index}`,
        sdk: 'aws-sdk-js/3.1169.0',
      }));
      let sequence = 0;
      let at = Date.now() - 1000 * (kept / perSecond);
      // Sent, received, deleted; every seventh expires first and every fifth leads to another message.
      const makeEvents = (count: number): unknown[] =>
        Array.from({ length: count }, () => {
          const step = sequence % 4;
          const message = Math.floor(sequence / 4);
          sequence += 1;
          at += 1000 / perSecond;
          const own = {
            sequence,
            at,
            queueArn: queueArns[message % queueArns.length],
            messageId: `${message.toString(16).padStart(8, '0')}-6b1e-4c7d-9a52-0123456789ab`,
            groupId: `group-${message % 300}`,
            ageMs: step * 40,
          };
          const consumer = consumers[message % consumers.length];
          const cause = `${(message - 3).toString(16).padStart(8, '0')}-6b1e-4c7d-9a52-0123456789ab`;
          if (step === 0) {
            const preview = `{"task":"watermark","source":"uploads/img-${message}.png","text":"© Queueside"}`;
            const linked = message % 5 === 0 ? { causedBy: cause } : {};
            return { ...own, ...linked, kind: 'sent', consumer, sizeBytes: 212, chunks: 1, preview };
          }
          if (step === 1)
            return {
              ...own,
              kind: 'received',
              consumer,
              receiveCount: 1,
              requestId: `r-${message}`,
              timeoutMs: 30_000,
            };
          if (step === 2)
            return message % 7 === 0
              ? { ...own, kind: 'expired', consumer, receiveCount: 1, inFlightMs: 30_000 }
              : {
                  sequence,
                  at,
                  kind: 'emptyReceive',
                  queueArn: own.queueArn,
                  consumer,
                  action: 'ReceiveMessage',
                };
          return { ...own, kind: 'deleted', consumer, receiveCount: 1, inFlightMs: 80 };
        });
      const send = (events: unknown[], start: string): void =>
        window.postMessage({ type: 'events', start, events, dropped: 0 }, '*');
      send(makeEvents(1000), 'snapshot');
      for (let filled = 1000; filled < kept; filled += 1000) send(makeEvents(1000), 'continue');
      const perBatch = (perSecond * everyMs) / 1000;
      const batches = Array.from({ length: (seconds * 1000) / everyMs }, () => makeEvents(perBatch));
      (window as unknown as FeedScope).feed = { batches, send };
      // The view takes a snapshot in over several frames; what is measured is what follows.
      for (let quiet = 0; quiet < 90; quiet += 1) await new Promise((done) => requestAnimationFrame(done));
    },
    {
      seconds,
      perSecond: EVENTS_PER_SECOND,
      everyMs: BATCH_EVERY_MS,
      kept: KEPT,
      queueArns: QUEUES.map(({ arn }) => arn),
    },
  );
}

/** Runs in the page: sends it events as the extension does, and answers how long each frame took, ms. */
function feed(page: Page, seconds: number): Promise<number[]> {
  return page.evaluate(
    async ({ seconds, everyMs }) => {
      const { batches, send } = (window as unknown as FeedScope).feed;
      const nextFrame = () => new Promise<number>((done) => requestAnimationFrame(done));
      const frames: number[] = [];
      const timer = setInterval(() => {
        const batch = batches.shift();
        if (batch !== undefined) send(batch, 'continue');
      }, everyMs);
      let last = await nextFrame();
      const end = last + seconds * 1000;
      while (last < end) {
        const now = await nextFrame();
        frames.push(now - last);
        last = now;
      }
      clearInterval(timer);
      return frames;
    },
    { seconds, everyMs: BATCH_EVERY_MS },
  );
}

async function measureView(
  browser: Browser,
  view: (typeof VIEWS)[number],
  seconds: number,
): Promise<Figure[]> {
  const tab = await openWebviewTab(browser, join(process.cwd(), 'dist', 'webview'), {
    name: 'trace',
    theme: 'dark',
    width: 1200,
    height: 400,
    state: view.state,
  });
  try {
    await tab.send({ type: 'brokerChanged', broker: { kind: 'running', maximumMessageBytes: 1_048_576 } });
    await tab.send({ type: 'queuesChanged', queues: QUEUES, now: 0, sequence: 0 });
    const session = await tab.page.context().newCDPSession(tab.page);
    // Processor time rather than time that passed: what other programs take does not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const readBusySeconds = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
    };
    await fill(tab.page, seconds);
    const busyBefore = await readBusySeconds();
    const frames = await feed(tab.page, seconds);
    const busy = (await readBusySeconds()) - busyBefore;
    if (tab.problems.length > 0) throw new Error(tab.problems.join('\n'));
    const name = `trace panel, ${view.name}: frame`;
    return [
      figure(`${name}, median`, median(frames), 'ms', 1),
      figure(`${name}, p99`, percentile(frames, 0.99), 'ms', 1),
      atMost(figure(`${name}, longest`, Math.max(...frames), 'ms', 1), LONGEST_FRAME_MS),
      figure(`trace panel, ${view.name}: main thread`, (busy / seconds) * 100, '% busy', 0),
    ];
  } finally {
    await tab.close();
  }
}

/** The trace panel in a real browser, under 5,000 events a second with 100,000 kept. */
export const tracePanelCase: BenchCase = {
  name: 'trace panel',
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
    try {
      const figures: Figure[] = [];
      for (const view of VIEWS) figures.push(...(await measureView(browser, view, isQuick ? 3 : 10)));
      return figures;
    } finally {
      await browser.close();
    }
  },
};
