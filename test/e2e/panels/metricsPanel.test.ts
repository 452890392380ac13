import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { FIRST_CHOICE } from '../../../webview/metrics/metricsChoice.ts';
import { answerMetrics, makeAlarm, makeReading, startMetrics } from '../../support/metricsSamples.ts';
import { SCREENS } from '../../support/review/screens.ts';
import { THEME_KINDS } from '../../support/webviewBrowser.ts';
import { makeQueue } from '../../support/webviewSamples.ts';
import { useWebview } from './support/useWebview.ts';

const CHOICE = { ...FIRST_CHOICE, queueArns: [makeQueue('images').arn] };
const PNG = [0x89, 0x50, 0x4e, 0x47];

describe('the panel of metrics in a browser', () => {
  const webview = useWebview();

  it('says in sight, and names no queue in its title, that has no line', async () => {
    const screen = SCREENS.find(({ name }) => name === 'metrics-many');
    assert.ok(screen);
    await webview.open({ name: 'metrics', state: screen.state, width: 640, height: 360 });
    for (const message of screen.messages()) await webview.send(message);
    const notice = webview.page.getByText('8 lines are left out', { exact: false });
    await notice.waitFor();
    const [above, below] = [await notice.boundingBox(), await webview.page.locator('.chart').boundingBox()];
    assert.ok(above && below && above.y < below.y && above.y < 360);
    await webview.page.getByRole('heading', { name: 'and 9 others' }).waitFor();
  });

  it('says the values of the point that the keyboard moves to, and saves the chart as a picture', async () => {
    await webview.open({ name: 'metrics', state: CHOICE });
    await webview.send(startMetrics());
    await webview.send(answerMetrics(makeReading(CHOICE, [makeAlarm('depth', [['ALARM', 10]])])));
    const status = webview.page.locator('.chart [role=status]');
    await webview.page.locator('.chart').focus();
    await webview.page.keyboard.press('Home');
    const first = await status.innerText();
    assert.match(first, /^\d\d:\d\d, ApproximateNumberOfMessagesVisible: [\d,]+, /u);
    await webview.page.keyboard.press('ArrowRight');
    assert.notEqual(await status.innerText(), first);
    await webview.page.keyboard.press('End');
    assert.match(await status.innerText(), /ApproximateNumberOfMessagesVisible: no data point/u);
    await webview.page.keyboard.press('Escape');
    assert.equal(await status.innerText(), '');
    await webview.page.getByRole('button', { name: 'Save as Picture…' }).click();
    const [saved] = await webview.readPosted('savePicture');
    const bytes = Buffer.from(String(saved?.['base64']), 'base64');
    assert.deepEqual([...bytes.subarray(0, 4)], PNG);
    assert.ok(bytes.length > 10_000, `${bytes.length} bytes`);
  });

  it('leaves room for the chart below a legend of many lines, which the keyboard can scroll', async () => {
    const queueArns = Array.from(
      { length: 10 },
      (_, index) => makeQueue(`a-long-name-of-a-queue-${index}`).arn,
    );
    const choice = { ...CHOICE, queueArns };
    await webview.open({ name: 'metrics', state: choice, width: 1280, height: 720 });
    await webview.send(startMetrics());
    await webview.send(answerMetrics(makeReading(choice)));
    const legend = webview.page.locator('.chart-legend ul');
    assert.equal(await legend.locator('li').count(), 20);
    const plot = await webview.page.locator('.chart-plot').boundingBox();
    assert.ok((plot?.height ?? 0) > 300, `${plot?.height} px`);
    await legend.focus();
    await webview.page.keyboard.press('End');
    await webview.page.waitForFunction(
      () => (document.querySelector('.chart-legend ul')?.scrollTop ?? 0) > 0,
    );
  });

  async function openScreen(name: string, size = { width: 1280, height: 720 }): Promise<void> {
    const screen = SCREENS.find((each) => each.name === name);
    assert.ok(screen);
    await webview.open({ name: 'metrics', state: screen.state, ...size });
    for (const message of screen.messages()) await webview.send(message);
  }

  it('says why no metric can be added to 20 lines, in words and to screen readers', async () => {
    await openScreen('metrics-full');
    const note = webview.page.getByText(
      'The chart can have at most 20 lines. Choose fewer queues or metrics',
      {
        exact: false,
      },
    );
    await note.waitFor();
    const box = webview.page.getByRole('checkbox', { name: 'ApproximateAgeOfOldestMessage', exact: true });
    assert.equal(await box.isDisabled(), true);
    assert.equal(await box.getAttribute('aria-describedby'), await note.getAttribute('id'));
  });

  it('leads on from an empty chart: to a message, and to a longer time until there is none', async () => {
    await openScreen('metrics-empty');
    await webview.page.getByRole('button', { name: 'Send a Message' }).click();
    assert.deepEqual(
      (await webview.readPosted('openComposer')).map(({ queueArn }) => queueArn),
      CHOICE.queueArns,
    );
    const longer = webview.page.getByRole('button', { name: 'Show a Longer Time' });
    await longer.click();
    const watches = await webview.readPosted('watch');
    assert.deepEqual(Object(watches.at(-1)?.['watch']).rangeSeconds, 10_800);
    for (let times = 0; times < 3; times += 1) await longer.click();
    assert.equal(await longer.count(), 0);
  });

  it('says what it needs the broker for, and starts it', async () => {
    await openScreen('metrics-stopped');
    await webview.page.getByText('You can see the metrics when the broker runs.').waitFor();
    await webview.page.locator('.empty-state').getByRole('button', { name: 'Start Broker' }).click();
    assert.equal((await webview.readPosted('startBroker')).length, 1);
  });

  for (const name of ['metrics', 'metrics-two-axes', 'metrics-many'])
    it(`shows the chart down to its axis of time at the size of a panel: ${name}`, async () => {
      await openScreen(name, { width: 640, height: 360 });
      const plot = await webview.page.locator('.chart-plot').boundingBox();
      assert.ok(plot !== null && plot.height >= 170 && plot.y + plot.height <= 360, JSON.stringify(plot));
    });

  it('keeps room for lines below the bands of alarms', async () => {
    await openScreen('metrics-full', { width: 640, height: 360 });
    const lines = await webview.page.locator('.u-over').boundingBox();
    assert.ok((lines?.height ?? 0) >= 90, JSON.stringify(lines));
  });

  it('draws its grid fainter than its lines in every theme', async () => {
    await webview.open({ name: 'metrics', state: CHOICE });
    await webview.send(startMetrics());
    await webview.send(answerMetrics(makeReading(CHOICE)));
    for (const theme of THEME_KINDS) {
      await webview.restyle({ theme, width: 1100, height: 700 });
      // In the gap of the sample there is nothing but the grid.
      const alphas = await webview.page.locator('.chart-plot canvas').evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')?.getImageData(canvas.width / 2, 0, 1, canvas.height) ?? {
          data: [],
        };
        return [...data].filter((value, index) => index % 4 === 3 && value > 0);
      });
      assert.ok(alphas.length > 4, theme);
      assert.ok(Math.max(...alphas) < 0.4 * 255, `${theme}: ${Math.max(...alphas)}`);
    }
  });
});
