import assert from 'node:assert/strict';
import { commands, debug, extensions, Uri, workspace } from 'vscode';
import { deleteFunction, type FunctionInfo, putFunction } from '../../../../broker/protocol/functions.ts';
import type { BrokerClient } from '../../../../extension/broker/brokerClient.ts';
import { callSqs } from '../../../support/callSqs.ts';
import { activateExtension } from '../support/activateExtension.ts';
import { setBreakpoint, stopInHandler } from '../support/stopInHandler.ts';
import { waitForFunction } from '../support/waitForFunction.ts';

const NAME = 'python-resize';
const VISIBILITY_MS = 30_000;
const MARK = '← stops here';

const HANDLER = `
def handler(event, context):
    record = event["Records"][0]
    print("resized", record["body"])  # ${MARK}
`;

describe('a function in Python', function () {
  this.timeout(60_000);
  let session: BrokerClient;
  let queueUrl: string;
  let endpoint: string;
  let folder: Uri;
  let source: Uri;

  before(async () => {
    const api = await activateExtension();
    endpoint = await api.start();
    await extensions.getExtension('queueside-tests.real-debuggers')?.activate();
    session = api.testing?.connections.all[0]?.can.idempotence ?? assert.fail('no broker');
    const [opened] = workspace.workspaceFolders ?? [];
    assert.ok(opened, 'a folder is open');
    folder = Uri.joinPath(opened.uri, 'python-functions');
    source = Uri.joinPath(folder, 'resize.py');
    await workspace.fs.writeFile(source, new TextEncoder().encode(HANDLER));
    queueUrl = String((await callSqs(endpoint, 'CreateQueue', { QueueName: NAME })).QueueUrl);
    await session.request(putFunction, {
      name: NAME,
      runtime: 'python3.13',
      handler: 'resize.handler',
      directory: 'python-functions',
      timeout: 1,
      mappings: [{ queue: NAME }],
    });
  });

  after(async () => {
    debug.removeBreakpoints(debug.breakpoints);
    await debug.stopDebugging();
    await session.request(deleteFunction, { name: NAME });
    await callSqs(endpoint, 'DeleteQueue', { QueueUrl: queueUrl });
    await commands.executeCommand('queueside.resetClock');
    await workspace.fs.delete(folder, { recursive: true });
  });

  const functionIs = (holds: (info: FunctionInfo) => boolean) => waitForFunction(session, NAME, holds);

  it('stops in its handler with the real event, and its batch is received once', async () => {
    await setBreakpoint(source, MARK);
    await commands.executeCommand('queueside.debugFunction', NAME);
    const { evaluate, goOn } = await stopInHandler(source, () =>
      callSqs(endpoint, 'SendMessage', { QueueUrl: queueUrl, MessageBody: 'one' }),
    );
    await functionIs(({ environments }) => environments.some(({ isPaused }) => isPaused === true));
    assert.equal(await evaluate('record["body"]'), "'one'");
    assert.equal(await evaluate('context.get_remaining_time_in_millis() > 86_000_000'), 'True');
    await commands.executeCommand('queueside.advanceClock', 10 * VISIBILITY_MS);
    assert.equal(await evaluate('__import__("time").sleep(1.5)'), '');
    await goOn();
    const { counts } = await functionIs((info) => info.counts.invocations === 1);
    assert.equal(counts.errors, 0);
    const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
      QueueUrl: queueUrl,
      AttributeNames: ['All'],
    });
    const left = Attributes as Record<string, string>;
    assert.deepEqual(
      [left.ApproximateNumberOfMessages, left.ApproximateNumberOfMessagesNotVisible],
      ['0', '0'],
    );
  });
});
