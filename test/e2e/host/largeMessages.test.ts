import assert from 'node:assert/strict';
import { type TextDocument, Uri, workspace } from 'vscode';
import { callSqs } from '../../support/callSqs.ts';
import { activateExtension } from './support/activateExtension.ts';
import { makeLargeBodies } from '../../support/largeBodies.ts';

const QUEUE = 'large-messages';

describe('opening a message', () => {
  let endpoint: string;
  let queueUrl: string;

  before(async () => {
    endpoint = await (await activateExtension()).start();
    queueUrl = String((await callSqs(endpoint, 'CreateQueue', { QueueName: QUEUE })).QueueUrl);
  });

  after(() => callSqs(endpoint, 'DeleteQueue', { QueueUrl: queueUrl }));

  it('shows a body of 1 MiB with nothing changed but white space', async () => {
    const body = makeLargeBodies()['records on one line'] ?? '';
    const document = await open(body);
    assert.ok(document.lineCount > 100_000, String(document.lineCount));
    assert.equal(document.getText().replaceAll(/\s/g, ''), body.replaceAll(/\s/g, ''));
  });

  it('shows 8,000 nested brackets as text', async () => {
    const nested = '['.repeat(8_000) + ']'.repeat(8_000);
    assert.equal((await open(nested)).getText(), nested);
  });

  async function open(body: string): Promise<TextDocument> {
    const { MessageId } = await callSqs(endpoint, 'SendMessage', { QueueUrl: queueUrl, MessageBody: body });
    return workspace.openTextDocument(
      Uri.from({ scheme: 'queueside', path: `/${QUEUE}/${String(MessageId)}.json` }),
    );
  }
});
