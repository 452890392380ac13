import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { FIRST_CHOICE } from '../../../webview/metrics/metricsChoice.ts';
import { answerMetrics, makeAlarm, makeReading, startMetrics } from '../../support/metricsSamples.ts';
import { SCREENS } from '../../support/review/screens.ts';
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
});
