import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { answerScaling, makeFlapping, startScaling } from '../../support/scalingSamples.ts';
import { ensureChromium } from '../../support/vscode/chromium.mjs';
import { openWebviewTab } from '../../support/webviewBrowser.ts';
import { atMost, type BenchCase, type Figure, figure } from '../benchCase.ts';

const UPDATES = 40;
/** The broker tells what changed every 250 ms at most: the panel must have time left for the mouse. */
const LONGEST_UPDATE_MS = 50;

/** The scaling panel in a real browser, with all that a broker remembers of a pool: 500 decisions and 2,000 sizes. */
export const scalingPanelCase: BenchCase = {
  name: 'scaling panel',
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
      return [await measureUpdates(browser)];
    } finally {
      await browser.close();
    }
  },
};

async function measureUpdates(browser: Browser): Promise<Figure> {
  const tab = await openWebviewTab(browser, join(process.cwd(), 'dist', 'webview'), {
    name: 'scaling',
    theme: 'dark',
    width: 1200,
    height: 800,
    state: { rangeSeconds: 3_600, hidden: [] },
  });
  try {
    await tab.send(startScaling());
    const session = await tab.page.context().newCDPSession(tab.page);
    // Processor time rather than time that passed: what other programs take does not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const readBusySeconds = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
    };
    const answers = answerScaling(makeFlapping());
    for (const answer of answers) await tab.send(answer);
    const busyBefore = await readBusySeconds();
    for (let update = 0; update < UPDATES; update += 1) await tab.send(answers[update % answers.length]);
    const busyMs = ((await readBusySeconds()) - busyBefore) * 1000;
    if (tab.problems.length > 0) throw new Error(tab.problems.join('\n'));
    const mean = figure(
      'scaling panel, 500 decisions, 2,000 sizes: an update, CPU time',
      busyMs / UPDATES,
      'ms',
      1,
    );
    return atMost(mean, LONGEST_UPDATE_MS);
  } finally {
    await tab.close();
  }
}
