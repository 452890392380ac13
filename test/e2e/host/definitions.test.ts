import assert from 'node:assert/strict';
import { commands, Position, Uri, window, workspace } from 'vscode';
import type { QueuesideApi } from '../../../extension/api.ts';
import { activateExtension } from './support/activateExtension.ts';
import { listProblems, waitForProblems } from './support/problems.ts';
import { callSqs } from '../../support/callSqs.ts';

const QUEUES = `{
  // Comments are welcome.
  "queues": {
    "defined": {
      "attributes": { "VisibilityTimeout": 77 },
      "messages": [{ "body": { "seed": true } }],
    },
  },
}
`;

describe('the queue definitions of a workspace', () => {
  let api: QueuesideApi;
  let file: Uri;

  before(async () => {
    api = await activateExtension();
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder, 'a folder is open');
    file = Uri.joinPath(folder.uri, 'queueside.json');
  });

  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await workspace.fs.delete(file).then(undefined, () => undefined);
  });

  it('are there when a starting broker serves', async () => {
    await commands.executeCommand('queueside.stopBroker');
    await workspace.fs.writeFile(file, new TextEncoder().encode(QUEUES));
    const endpoint = await api.start();
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'defined' });
    const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['All'],
    });
    const attributes = Attributes as Record<string, string>;
    assert.deepEqual([attributes.VisibilityTimeout, attributes.ApproximateNumberOfMessages], ['77', '1']);
  });

  it('are checked at every save, at their line, and applied once they are right', async () => {
    const document = await workspace.openTextDocument(file);
    assert.equal(document.languageId, 'jsonc');
    const editor = await window.showTextDocument(document);
    const replace = async (from: string, to: string) => {
      const start = document.positionAt(document.getText().indexOf(from));
      const end = document.positionAt(document.getText().indexOf(from) + from.length);
      await editor.edit((edit) =>
        edit.replace(document.validateRange(editor.selection.with(start, end)), to),
      );
      await document.save();
    };
    const wrong = waitForProblems(file, (messages) => messages.length > 0);
    // Quoted it is a mistake that the schema does not know.
    await replace('77', '"99999"');
    await wrong;
    const [problem] = listProblems(file);
    assert.deepEqual(
      [problem?.range.start.line, problem?.message],
      [4, 'Invalid value for the parameter VisibilityTimeout. Use a whole number from 0 to 43,200.'],
    );
    const right = waitForProblems(file, (messages) => messages.length === 0);
    await replace('"99999"', '88');
    await right;
    const endpoint = await api.start();
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'defined' });
    const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['All'],
    });
    const attributes = Attributes as Record<string, string>;
    assert.deepEqual([attributes.VisibilityTimeout, attributes.ApproximateNumberOfMessages], ['88', '1']);
  });

  it('make a folder a bucket, warn at its line while it does not exist, and send its events', async () => {
    const endpoint = await api.start();
    const folder = Uri.joinPath(file, '..', 'uploads');
    const warned = waitForProblems(file, ([message = '']) => message.includes('"uploads" does not exist'));
    const buckets = { pictures: { folder: 'uploads', queue: 'arrivals' } };
    await save({ arrivals: {} }, { buckets });
    await warned;
    const works = waitForProblems(file, (messages) => messages.length === 0);
    await workspace.fs.createDirectory(folder);
    await works;
    await workspace.fs.writeFile(Uri.joinPath(folder, 'a picture.png'), Buffer.from('picture'));
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'arrivals' });
    const bodies: string[] = [];
    while (bodies.length < 2) {
      const received = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });
      bodies.push(...((received.Messages ?? []) as { Body: string }[]).map(({ Body }) => Body));
    }
    assert.match(bodies[1] ?? '', /"ObjectCreated:Put".*"key":"a\+picture\.png","size":7,/);
    await save({ defined: {} });
    await workspace.fs.delete(folder, { recursive: true });
    await callSqs(endpoint, 'DeleteQueue', { QueueUrl });
  });

  it('set faults that affect programs, until they are removed', async () => {
    const endpoint = await api.start();
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'defined' });
    const remove = () => callSqs(endpoint, 'DeleteMessage', { QueueUrl, ReceiptHandle: 'any' });
    const faults = { errorRate: 1, errorCode: 'OverLimit', actions: ['DeleteMessage'] };
    await save({ defined: { faults } });
    await assert.rejects(remove, /OverLimit/);
    await save({ defined: {} });
    await assert.rejects(remove, /ReceiptHandleIsInvalid/);
    await save({ defined: { faults } });
    await assert.rejects(remove, /OverLimit/);
    await commands.executeCommand('workbench.action.closeAllEditors');
    const gone = waitForDeletion();
    await workspace.fs.delete(file);
    await gone;
    await api.start();
    await assert.rejects(remove, /ReceiptHandleIsInvalid/);
  });

  it('are written from the queues that are there', async () => {
    const endpoint = await api.start();
    await callSqs(endpoint, 'CreateQueue', { QueueName: 'made-by-a-program' });
    await commands.executeCommand('queueside.writeDefinitions');
    const text = new TextDecoder().decode(await workspace.fs.readFile(file));
    const { queues } = JSON.parse(text) as { queues: Record<string, unknown> };
    assert.deepEqual(queues['defined'], { attributes: { VisibilityTimeout: 88 } });
    assert.deepEqual(queues['made-by-a-program'], {});
    assert.equal(window.activeTextEditor?.document.uri.toString(), file.toString());
  });

  /** Saves the file in an editor; resolves when it is applied. */
  async function save(queues: object, others: object = {}): Promise<void> {
    const document = await workspace.openTextDocument(file);
    const editor = await window.showTextDocument(document);
    const whole = document.validateRange(editor.selection.with(new Position(0, 0), new Position(1_000, 0)));
    await editor.edit((edit) => edit.replace(whole, JSON.stringify({ queues, ...others })));
    assert.ok(await document.save());
    await api.start();
  }

  function waitForDeletion(): Promise<void> {
    const watcher = workspace.createFileSystemWatcher('**/queueside.json');
    return new Promise((resolve) => {
      watcher.onDidDelete(() => {
        watcher.dispose();
        resolve();
      });
    });
  }
});
