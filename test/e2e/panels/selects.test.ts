import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findAxeViolations } from '../../support/axe.ts';
import { measureContrast, MINIMUM_CONTRAST } from '../../support/faintButtons.ts';
import { makeReceiveStart } from '../../support/receiveSamples.ts';
import { makeManyQueues } from '../../support/review/uglyData.ts';
import { THEME_KINDS } from '../../support/webviewBrowser.ts';
import { makeQueue, SAMPLE_QUEUES } from '../../support/webviewSamples.ts';
import { useWebview } from './support/useWebview.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
const LONG_NAME = `${'a-part-of-a-name-'.repeat(4)}staging`;

describe('a drop-down of queues', () => {
  const webview = useWebview();
  const face = () => webview.page.getByRole('combobox', { name: 'Queue', exact: true });
  const openComposer = async (queues: readonly object[], size: object = {}): Promise<void> => {
    await webview.open({ name: 'composer', ...size });
    await webview.send({ type: 'initialize', broker: RUNNING, queues });
  };

  it('has the whole name of a long one in its list, and as the tooltip of the field', async () => {
    await openComposer([makeQueue(LONG_NAME), makeQueue('orders')], { width: 320, height: 600 });
    const select = webview.page.locator('.queue-select');
    assert.equal(await select.getAttribute('title'), `${LONG_NAME} (0)`);
    await face().click();
    const description = webview.page.locator('.queue-select .description');
    await description.getByText(LONG_NAME).waitFor();
    const isCut = await description.evaluate((element) => element.scrollWidth > element.clientWidth);
    assert.equal(isCut, false);
  });

  it('filters many by what is typed, and Enter chooses the first match', async () => {
    const queues = [...makeManyQueues(), makeQueue('the-one-for-staging')];
    await openComposer(queues);
    await face().fill('staging');
    const options = webview.page.locator('.queue-select .option');
    await options.filter({ hasText: 'the-one-for-staging' }).waitFor();
    assert.equal(await options.count(), 1);
    await face().press('Enter');
    const selected = (await webview.readPosted('queueSelected')).at(-1);
    assert.match(String(selected?.['queueArn']), /:the-one-for-staging$/u);
    assert.match(await face().inputValue(), /^the-one-for-staging/u);
    assert.deepEqual(await findAxeViolations(webview.page), []);
  });

  it('keeps what is chosen when Enter is pressed and nothing matches', async () => {
    await openComposer(makeManyQueues());
    const before = await face().inputValue();
    await face().fill('no queue is called so');
    await webview.page.locator('.queue-select .no-options').waitFor();
    await face().press('Enter');
    await face().press('Tab');
    assert.equal(await face().inputValue(), before);
    assert.equal((await webview.readPosted('queueSelected')).length, 1);
  });

  for (const theme of THEME_KINDS)
    it(`can be read where the mouse is and where the keys are: ${theme}`, async () => {
      await webview.open({ name: 'receive', theme });
      for (const message of makeReceiveStart()) await webview.send(message);
      await face().click();
      const options = webview.page.locator('vscode-single-select .option');
      const active = options.and(webview.page.locator('.active'));
      const measured = [(await active.evaluate(measureContrast)).contrast];
      // The library moves the choice of the keys with the mouse; a list that scrolls below it does not.
      await options
        .last()
        .evaluate((option) => option.addEventListener('mouseover', (event) => event.stopPropagation(), true));
      await options.last().hover();
      measured.push((await options.last().evaluate(measureContrast)).contrast);
      for (const contrast of measured) assert.ok(contrast >= MINIMUM_CONTRAST, measured.join(', '));
    });

  it('opens where it has room, within the window', async () => {
    await webview.open({ name: 'receive', width: 640, height: 200 });
    await webview.send({
      type: 'initialize',
      broker: RUNNING,
      queues: SAMPLE_QUEUES,
      clocks: [],
      queueArn: makeQueue('images').arn,
    });
    await face().click();
    const list = await webview.page.locator('vscode-single-select .dropdown').boundingBox();
    assert.ok(list !== null && list.y >= 0 && list.y + list.height <= 200, JSON.stringify(list));
  });
});
