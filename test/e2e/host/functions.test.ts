import assert from 'node:assert/strict';
import { commands, ConfigurationTarget, debug, type DebugSession, type Event, Uri, workspace } from 'vscode';
import type { FunctionInfo } from '../../../broker/protocol/functions.ts';
import type { QueuesideApi } from '../../../extension/api.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import { FUNCTION_DEBUG_TYPE } from '../../../extension/ground/ids.ts';
import { callSqs } from '../../support/callSqs.ts';
import { waitUntilGone } from '../../support/witness.ts';
import { activateExtension } from './support/activateExtension.ts';
import { setBreakpoint, stopInHandler } from './support/stopInHandler.ts';
import { waitForFunction } from './support/waitForFunction.ts';

const NAME = 'host-resize';
const QUEUE = 'host-images';
const VISIBILITY_MS = 30_000;
const TIMEOUT_MS = 1000;
const MARK = '← stops here';
const DAY_MS = 86_400_000;

const DEFINITIONS = {
  queues: { [QUEUE]: { attributes: { VisibilityTimeout: VISIBILITY_MS / 1000 } } },
  functions: {
    [NAME]: {
      runtime: 'nodejs22.x',
      handler: 'src/resize.handler',
      directory: 'functions',
      timeout: TIMEOUT_MS / 1000,
      mappings: [{ queue: QUEUE }],
    },
  },
};

const HANDLER = `
exports.handler = async (event, context) => {
  const [record] = event.Records; // ${MARK}
  console.log('resized', record.body);
};
`;

describe('a function in a window', function () {
  this.timeout(60_000);
  let api: QueuesideApi;
  let session: BrokerClient;
  let endpoint: string;
  let definitions: Uri;
  let folder: Uri;
  let source: Uri;
  let queueUrl: string;

  before(async () => {
    api = await activateExtension();
    endpoint = await api.start();
    session = api.testing?.connections.all[0]?.can.idempotence ?? assert.fail('no broker');
    const [opened] = workspace.workspaceFolders ?? [];
    assert.ok(opened, 'a folder is open');
    definitions = Uri.joinPath(opened.uri, 'queueside.json');
    folder = Uri.joinPath(opened.uri, 'functions');
    source = Uri.joinPath(folder, 'src', 'resize.js');
    await write(source, HANDLER);
    await write(definitions, JSON.stringify(DEFINITIONS));
    await functionIs(({ state }) => state === 'idle');
    queueUrl = String((await callSqs(endpoint, 'GetQueueUrl', { QueueName: QUEUE })).QueueUrl);
  });

  after(async () => {
    await write(definitions, '{}');
    await workspace.fs.delete(folder, { recursive: true });
    await callSqs(endpoint, 'DeleteQueue', { QueueUrl: queueUrl });
    // What is known of it would make a stop of the broker ask about its messages.
    await commands.executeCommand('queueside.refreshQueues');
    await workspace.fs.delete(definitions);
  });

  afterEach(async () => {
    debug.removeBreakpoints(debug.breakpoints);
    // A test that has failed may have left one at its breakpoint.
    await debug.stopDebugging();
    await commands.executeCommand('queueside.stopFunction', NAME);
    await functionIs(({ state }) => state === 'idle');
    await commands.executeCommand('queueside.resetClock');
  });

  const write = (uri: Uri, text: string) => workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const functionIs = (holds: (info: FunctionInfo) => boolean) => waitForFunction(session, NAME, holds);
  const countEnded = (count: number) => functionIs(({ counts }) => counts.invocations === count);
  const send = (MessageBody: string) => callSqs(endpoint, 'SendMessage', { QueueUrl: queueUrl, MessageBody });

  async function countMessages(): Promise<readonly (string | undefined)[]> {
    const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
      QueueUrl: queueUrl,
      AttributeNames: ['All'],
    });
    const counts = Attributes as Record<string, string>;
    return [counts.ApproximateNumberOfMessages, counts.ApproximateNumberOfMessagesNotVisible];
  }

  const nextOwn = (event: Event<DebugSession>) =>
    new Promise<DebugSession>((resolve) => {
      const listener = event((session) => {
        if (session.type !== FUNCTION_DEBUG_TYPE) return;
        listener.dispose();
        resolve(session);
      });
    });
  const stopAtMark = () => setBreakpoint(source, MARK);
  const stopWith = (body: string) => stopInHandler(source, () => send(body));

  it('runs with its queue, and leaves no process when it is stopped', async () => {
    await commands.executeCommand('queueside.runFunction', NAME);
    await send('one');
    const { environments, counts } = await functionIs(
      (info) =>
        info.counts.invocations === 1 && info.environments.some(({ processId }) => processId !== undefined),
    );
    assert.equal(counts.errors, 0);
    assert.deepEqual(await countMessages(), ['0', '0']);
    await commands.executeCommand('queueside.stopFunction', NAME);
    await functionIs(({ state }) => state === 'idle');
    for (const { processId } of environments) if (processId !== undefined) await waitUntilGone(processId);
  });

  it('stops in its handler with the real event, and neither the function nor its batch times out', async () => {
    const before = (await functionIs(() => true)).counts;
    await stopAtMark();
    await commands.executeCommand('queueside.debugFunction', NAME);
    const { evaluate, goOn } = await stopWith('two');
    await functionIs(({ environments }) => environments.some(({ isPaused }) => isPaused === true));
    assert.equal(await evaluate('event.Records[0].body'), "'two'");
    assert.equal(await evaluate('event.Records[0].attributes.ApproximateReceiveCount'), "'1'");
    assert.ok(Number(await evaluate('context.getRemainingTimeInMillis()')) > DAY_MS - 60_000);
    await commands.executeCommand('queueside.advanceClock', 10 * VISIBILITY_MS);
    // Its process is kept busy for longer than the function may take: that is real time.
    await evaluate(`Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${TIMEOUT_MS * 1.5})`);
    assert.deepEqual(await countMessages(), ['0', '1']);
    await goOn();
    const { counts } = await countEnded(before.invocations + 1);
    assert.deepEqual([counts.errors, await countMessages()], [before.errors, ['0', '0']]);
  });

  it('stops at the same breakpoint again after its code has changed, in a new process', async () => {
    await stopAtMark();
    await commands.executeCommand('queueside.debugFunction', NAME);
    const first = await stopWith('three');
    await write(source, `${HANDLER}// changed\n`);
    await functionIs(({ environments }) => environments.some(({ isOutdated }) => isOutdated === true));
    const before = (await functionIs(() => true)).counts;
    // The next process starts as soon as the first has ended.
    const second = await stopInHandler(source, async () => {
      await first.goOnToEnd();
      await send('four');
    });
    assert.notEqual(second.root.name, first.root.name);
    assert.match(second.root.name, /^host-resize #\d+$/);
    await second.goOn();
    await countEnded(before.invocations + 2);
  });

  it('stops in two environments at once, if the setting allows that, and holds the batch of each', async () => {
    const settings = workspace.getConfiguration('queueside');
    await settings.update('debug.functionEnvironments', 2, ConfigurationTarget.Global);
    try {
      await stopAtMark();
      const before = (await functionIs(() => true)).counts;
      await commands.executeCommand('queueside.debugFunction', NAME);
      const first = await stopWith('one of two');
      const second = await stopWith('two of two');
      assert.notEqual(second.root.name, first.root.name);
      await functionIs(({ environments }) => environments.filter(({ isPaused }) => isPaused).length === 2);
      await commands.executeCommand('queueside.advanceClock', 10 * VISIBILITY_MS);
      assert.deepEqual(await countMessages(), ['0', '2']);
      await second.goOn();
      await countEnded(before.invocations + 1);
      assert.deepEqual(await countMessages(), ['0', '1']);
      assert.equal(await first.evaluate('event.Records[0].body'), "'one of two'");
      await first.goOn();
      const { counts } = await countEnded(before.invocations + 2);
      assert.deepEqual([counts.errors, await countMessages()], [before.errors, ['0', '0']]);
    } finally {
      await settings.update('debug.functionEnvironments', undefined, ConfigurationTarget.Global);
    }
  });

  it('is stopped with its last debug session', async () => {
    await stopAtMark();
    await commands.executeCommand('queueside.debugFunction', NAME);
    const { root, goOn } = await stopWith('five');
    const before = (await functionIs(() => true)).counts;
    await goOn();
    await countEnded(before.invocations + 1);
    await debug.stopDebugging(root);
    await functionIs(({ state }) => state === 'idle');
  });

  it('runs as long as the session of its launch configuration, and again if that is restarted', async () => {
    const started = nextOwn(debug.onDidStartDebugSession);
    const configuration = { type: FUNCTION_DEBUG_TYPE, request: 'launch', name: 'Debug it', function: NAME };
    assert.ok(await debug.startDebugging(undefined, configuration));
    const session = await started;
    const before = (await functionIs(({ state }) => state === 'running')).counts;
    await send('seven');
    await countEnded(before.invocations + 1);
    const restarted = nextOwn(debug.onDidStartDebugSession);
    const context = { sessionId: session.id };
    void commands.executeCommand('workbench.action.debug.restart', context, context);
    await restarted;
    await send('eight');
    await countEnded(before.invocations + 2);
    const ended = nextOwn(debug.onDidTerminateDebugSession);
    await debug.stopDebugging(session);
    await ended;
    await functionIs(({ state }) => state === 'idle');
  });

  it('can be debugged while it runs: its environments are replaced', async () => {
    await commands.executeCommand('queueside.runFunction', NAME);
    await stopAtMark();
    await commands.executeCommand('queueside.debugFunction', NAME);
    const { goOn } = await stopWith('six');
    const before = (await functionIs(() => true)).counts;
    await goOn();
    await countEnded(before.invocations + 1);
  });
});
