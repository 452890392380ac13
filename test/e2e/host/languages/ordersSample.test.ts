import assert from 'node:assert/strict';
import { commands, debug, type DebugSession, extensions, Uri, workspace } from 'vscode';
import { deleteFunction, type FunctionInfo } from '../../../../broker/protocol/functions.ts';
import { listQueues } from '../../../../broker/protocol/queue.ts';
import type { BrokerClient } from '../../../../extension/broker/brokerClient.ts';
import { callSqs } from '../../../support/callSqs.ts';
import { activateExtension } from '../support/activateExtension.ts';
import { setBreakpoint, stopInHandler } from '../support/stopInHandler.ts';
import { waitForFunction } from '../support/waitForFunction.ts';

const MARK = '← set a breakpoint here';
/** Of its template: of the functions, and of the queues. */
const TIMEOUT_MS = 3000;
const VISIBILITY_MS = 18_000;
const FUNCTIONS = ['TakeOrder', 'ReserveStock', 'SendMail'];
const QUEUES = ['Orders', 'Stock.fifo', 'Mails', 'Failed', 'FailedStock.fifo'];
const ORDER = { id: 'order-1', customer: 'ada@example.com', item: 'pencil', count: 3 };

describe('the orders sample, debugged from its template alone', function () {
  this.timeout(90_000);
  let session: BrokerClient;
  let endpoint: string;
  let folder: Uri;

  before(async () => {
    const api = await activateExtension();
    endpoint = await api.start();
    await extensions.getExtension('queueside-tests.real-debuggers')?.activate();
    session = api.testing?.connections.all[0]?.can.idempotence ?? assert.fail('no broker');
    folder = workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder');
  });

  after(async () => {
    debug.removeBreakpoints(debug.breakpoints);
    await debug.stopDebugging();
    for (const name of FUNCTIONS) await functionIs(name, ({ state }) => state === 'idle');
    for (const name of FUNCTIONS) await session.request(deleteFunction, { name });
    await commands.executeCommand('queueside.resetClock');
  });

  const functionIs = (name: string, holds: (info: FunctionInfo) => boolean) =>
    waitForFunction(session, name, holds);

  /** Messages of the queues of the template: visible ones, and those in flight. */
  async function countMessages(): Promise<readonly number[]> {
    const { queues: all } = await session.request(listQueues, {});
    const queues = all.filter(({ name }) => QUEUES.includes(name));
    assert.equal(queues.length, QUEUES.length);
    const sum = (read: (counts: { visible: number; inFlight: number }) => number) =>
      queues.reduce((total, { counts }) => total + read(counts), 0);
    return [sum(({ visible }) => visible), sum(({ inFlight }) => inFlight)];
  }

  it('stops in Node.js and in Python with the real events, outlives all timeouts, and its batches are deleted', async () => {
    await commands.executeCommand('queueside.useTemplate', Uri.joinPath(folder, 'template.yaml').toString());
    for (const name of FUNCTIONS) await functionIs(name, ({ state }) => state === 'idle');
    const stock = Uri.joinPath(folder, 'stock', 'app.mjs');
    const mail = Uri.joinPath(folder, 'mail', 'app.py');
    await setBreakpoint(stock, MARK);
    await setBreakpoint(mail, MARK);
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'Orders' });
    const send = () => callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: JSON.stringify(ORDER) });
    assert.ok(await debug.startDebugging(workspace.getWorkspaceFolder(folder), 'All functions'));
    for (const name of FUNCTIONS) await functionIs(name, ({ state }) => state === 'running');
    const isPython = ({ type }: DebugSession) => type === 'debugpy';
    const stops = [
      stopInHandler(stock, send, (each) => !isPython(each)),
      stopInHandler(mail, () => Promise.resolve(), isPython),
    ] as const;
    // Before it stops, the stock has asked for the mail: both are paused at the same time.
    const [inNode, inPython] = await Promise.all(stops);
    for (const name of ['ReserveStock', 'SendMail'])
      await functionIs(name, ({ environments }) => environments.some(({ isPaused }) => isPaused === true));
    assert.deepEqual(
      JSON.parse((await inNode.evaluate('JSON.stringify({ id, customer, item, count })')).slice(1, -1)),
      ORDER,
    );
    assert.equal(
      await inPython.evaluate('record["body"]'),
      `'{"to":"ada@example.com","order":"order-1","text":"3 x pencil"}'`,
    );
    assert.match(await inPython.evaluate('record["eventSourceARN"]'), /^'arn:aws:sqs:[\w-]+:\d{12}:Mails'$/);
    await commands.executeCommand('queueside.advanceClock', 10 * VISIBILITY_MS);
    // Its process is kept busy for longer than the functions may take, and the other is paused meanwhile: that is real time.
    await inNode.evaluate(
      `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${TIMEOUT_MS + 500})`,
    );
    assert.deepEqual(await countMessages(), [0, 2]);
    await inNode.goOn();
    await inPython.goOn();
    for (const name of FUNCTIONS) {
      const { counts } = await functionIs(name, (info) => info.counts.invocations === 1);
      assert.equal(counts.errors, 0, name);
    }
    assert.deepEqual(await countMessages(), [0, 0]);
  });
});
