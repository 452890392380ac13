import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { makeReceivedMessages, makeReceiveStart } from '../../support/receiveSamples.ts';
import { answerReceive } from '../../support/review/receiveScreens.ts';
import { makeManyQueues, makeServiceQueues } from '../../support/review/uglyData.ts';
import { useWebview } from './support/useWebview.ts';

const SIZES = [
  [1280, 720],
  [640, 360],
  [400, 300],
  [200, 200],
] as const;
const FAILURE = 'The queue does not exist.';

describe('the panel that receives as a consumer', () => {
  const webview = useWebview();

  async function open(width: number, height: number, start = makeReceiveStart()): Promise<void> {
    await webview.open({ name: 'receive', width, height });
    for (const message of start) await webview.send(message);
    await receiveButton().waitFor();
  }

  const receiveButton = (): Locator => webview.page.getByRole('button', { name: 'Receive', exact: true });
  const receiveTwo = (): Promise<void> =>
    answerReceive(webview.page, { ok: true, messages: makeReceivedMessages(0), now: 0 });

  async function readBox(element: Locator) {
    const box = await element.boundingBox();
    assert.ok(box, 'it has a place');
    return box;
  }

  async function assertInSight(element: Locator): Promise<void> {
    const { y, height } = await readBox(element);
    const size = webview.page.viewportSize();
    assert.ok(size !== null && y >= 0 && y + height <= size.height, `at y = ${y} to ${y + height}`);
  }

  for (const [width, height] of SIZES) {
    const size = `${width} × ${height} px`;

    it(`shows beside the button that a call waits, ${size}`, async () => {
      await open(width, height);
      await receiveButton().click();
      await assertInSight(webview.page.getByText('Waiting for messages.'));
      await assertInSight(webview.page.getByRole('button', { name: 'Stop Waiting' }));
    });

    it(`shows beside the button why a call failed, ${size}`, async () => {
      await open(width, height);
      await answerReceive(webview.page, { ok: false, failure: { message: FAILURE } });
      await assertInSight(webview.page.getByText(FAILURE));
    });

    it(`shows that messages were received, and where they are, ${size}`, async () => {
      await open(width, height);
      await receiveTwo();
      await assertInSight(webview.page.getByText('Received 2 messages.'));
      const way = webview.page.getByRole('button', { name: 'Show Messages' });
      if (await way.isVisible()) await way.click();
      await assertInSight(webview.page.locator('.received-row .outcome-badge').first());
    });

    it(`lets no field have the focus behind the button, ${size}`, async () => {
      const start = makeReceiveStart('arn:aws:sqs:us-east-1:000000000000:payments.fifo');
      await open(width, height, start);
      await webview.page.getByRole('combobox', { name: 'Queue', exact: true }).focus();
      for (const name of ['Messages', 'Wait time', 'Visibility timeout', 'Receive request attempt ID']) {
        await webview.page.keyboard.press('Tab');
        const field = webview.page.getByRole('textbox', { name, exact: true });
        const hasFocus = await field.evaluate(
          (input) => input.getRootNode() instanceof ShadowRoot && input.matches(':focus'),
        );
        assert.ok(hasFocus, name);
        const [{ y, height: fieldHeight }, bar] = [await readBox(field), await readBox(receiveButton())];
        assert.ok(y >= 0 && (y + fieldHeight <= bar.y || y >= bar.y + bar.height), `${name}: ${y}, ${bar.y}`);
      }
    });
  }

  it('leaves room for the name of a queue, in its field and in its list', async () => {
    const queues = makeServiceQueues();
    await open(640, 360, makeReceiveStart(queues[0]?.arn, queues));
    const select = webview.page.locator('vscode-single-select');
    assert.ok((await readBox(select)).width >= 200);
    await select.click();
    const cut = await select
      .locator('.option')
      .evaluateAll((options) =>
        options
          .filter((option) => option.scrollWidth > option.clientWidth)
          .map((option) => option.textContent),
      );
    assert.deepEqual(cut, []);
  });

  for (const [width, height] of [
    [640, 360],
    [400, 300],
  ] as const) {
    it(`has the end of a name in sight below a list of many, ${width} × ${height} px`, async () => {
      const queues = makeManyQueues();
      await open(width, height, makeReceiveStart(queues[3]?.arn, queues));
      await webview.page.getByRole('combobox', { name: 'Queue', exact: true }).click();
      await assertInSight(webview.page.locator('vscode-single-select .description'));
      const { x, width: listWidth } = await readBox(webview.page.locator('vscode-single-select .dropdown'));
      assert.ok(x >= 0 && x + listWidth <= width, 'the list is within the window');
    });
  }

  it('lets more than half of a low window show what was received', async () => {
    await open(640, 360);
    await receiveTwo();
    assert.ok((await readBox(webview.page.locator('.received-row').first())).y <= 180);
  });

  it('has the icons of a message in the line of its ID', async () => {
    await open(640, 360);
    await receiveTwo();
    const [id, icon] = [
      await readBox(webview.page.locator('.received-id').first()),
      await readBox(webview.page.getByRole('button', { name: 'Open Message' }).first()),
    ];
    assert.ok(icon.y < id.y + id.height && id.y < icon.y + icon.height, `${id.y}, ${icon.y}`);
  });

  it('says what a new visibility timeout may be, to eyes and to ears', async () => {
    await open(1280, 720);
    await receiveTwo();
    const field = webview.page.getByRole('textbox', { name: 'New visibility timeout' });
    await field.fill('abc');
    const text = 'Enter a duration from 0 seconds to 12 hours, such as 1 hour.';
    await webview.page.getByText(text).waitFor();
    assert.equal(await field.getAttribute('aria-description'), text);
    await field.fill('2 min');
    await webview.page.getByText(text).waitFor({ state: 'detached' });
    assert.equal(await field.getAttribute('aria-description'), null);
  });
});
