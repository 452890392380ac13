import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { makeQueue, SAMPLE_QUEUES } from '../../support/webviewSamples.ts';
import { useWebview } from './support/useWebview.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
const IMAGES = makeQueue('images').arn;

describe('the editor of the composer in a browser', () => {
  const webview = useWebview();

  it('writes out characters that draw nothing, marks those that cannot be sent, and sends what they are', async () => {
    const body = 'a\u0000b\u001bc\u0085d\u2028e';
    await webview.open({ name: 'composer' });
    await webview.send({
      type: 'initialize',
      broker: RUNNING,
      queues: SAMPLE_QUEUES,
      queueArn: IMAGES,
      draft: { body },
    });
    const written = webview.page.locator('.cm-content .hidden-character');
    await written.first().waitFor();
    assert.deepEqual(
      await written.evaluateAll((all) => all.map((each) => [each.textContent, each.getAttribute('title')])),
      [
        ['\\u0000', 'U+0000 cannot be sent.'],
        ['\\u001B', 'U+001B cannot be sent.'],
        ['\\u0085', 'U+0085'],
        ['\\u2028', 'U+2028'],
      ],
    );
    assert.equal(await webview.page.locator('.hidden-character.cm-lintRange-error').count(), 2);
    await webview.page
      .getByText('2 characters cannot be sent. Remove them, first U+0000 in line 1, column 2.')
      .waitFor();
    await webview.page.locator('.cm-content').focus();
    await webview.page.keyboard.press('ControlOrMeta+Home');
    for (const key of ['ArrowRight', 'Delete', 'ArrowRight', 'Delete'])
      await webview.page.keyboard.press(key);
    await webview.page.keyboard.press('ControlOrMeta+Enter');
    await webview.page.waitForFunction(() => document.querySelector('.field-problem') === null);
    const [sent] = await webview.readPosted('send');
    assert.equal((sent?.['params'] as { body?: unknown } | undefined)?.body, 'abc\u0085d\u2028e');
  });
});
