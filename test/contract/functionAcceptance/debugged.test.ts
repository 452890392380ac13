import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { planLaunch } from '../../../broker/functionRunner/functionProgram.ts';
import { createQueue, listQueues } from '../../../broker/protocol/queue.ts';
import { reportFunctionDebugger } from '../../../broker/protocol/functions.ts';
import { useLiveFunctions } from '../../support/functions/liveFunctions.ts';
import { TestRunner } from '../../support/functions/testRunner.ts';
import { findProjectRoot } from '../../support/project.mjs';

const NAME = 'work';
const QUEUE = 'orders';
const VISIBILITY_SECONDS = 30;
const HANDLER = 'exports.handler = async () => { debugger; };';

/** The debugger of Node.js, from outside. */
class NodeDebugger {
  private readonly socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.socket = socket;
  }

  /** Attaches to a process that was started with `--inspect`. */
  static async attach(child: ChildProcess): Promise<NodeDebugger> {
    const address = await new Promise<string>((resolve) => {
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const [, found] = /Debugger listening on (ws:\S+)\s/.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    const socket = new WebSocket(address);
    await new Promise((resolve) => socket.once('open', resolve));
    return new NodeDebugger(socket);
  }

  send(method: string): void {
    this.socket.send(JSON.stringify({ id: 1, method }));
  }

  /** Resolves when the process has stopped. */
  async paused(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.socket.on('message', (data: Buffer) => {
        const { method } = JSON.parse(data.toString()) as { method?: string };
        if (method === 'Debugger.paused') resolve();
      });
    });
  }

  close(): void {
    this.socket.terminate();
  }
}

describe('Acceptance of functions: a debugger', () => {
  const live = useLiveFunctions();
  let child: ChildProcess | undefined;
  let attached: NodeDebugger | undefined;

  after(() => {
    attached?.close();
    child?.kill('SIGKILL');
  });

  const count = async () => {
    const { queues } = await live.client.request(listQueues, {});
    const [queue] = queues;
    return { ...queue?.counts, held: queue?.heldCount };
  };

  it('11. while a debugger has stopped a process, nothing times out, its batch is held, and other visibility timeouts run', async () => {
    live.write('work.js', HANDLER);
    await live.client.request(createQueue, { name: QUEUE });
    const send = () => live.send(QUEUE, 'a');
    await send();
    const QueueUrl = live.urlOf(QUEUE);
    assert.equal((await live.sqs.call('ReceiveMessage', { QueueUrl })).Messages.length, 1);

    // The test is what the editor is: it starts the process for a debugger, and reports what that does.
    const runner = await TestRunner.run(live.control, {
      name: NAME,
      runtime: 'nodejs22.x',
      handler: 'work.handler',
      directory: live.folder,
      // What else is visible stays where it is.
      environments: 1,
      mappings: [{ queue: QUEUE }],
    });
    await send();
    const order = await runner.nextStart();
    const launch = planLaunch(order, {
      folder: live.folder,
      inherited: process.env,
      broker: { endpoint: live.endpoint, region: 'us-east-1' },
      loops: join(findProjectRoot(), 'dist', 'runtimes'),
    });
    assert.ok(launch.ok && typeof launch.command !== 'string');
    const [, ...args] = launch.command;
    const { NODE_OPTIONS: _, ...env } = launch.environment;
    child = spawn(process.execPath, ['--inspect=127.0.0.1:0', ...args], { cwd: launch.folder, env });
    attached = await NodeDebugger.attach(child);
    const { environment } = order;
    const report = (isPaused: boolean) =>
      runner.client.request(reportFunctionDebugger, { name: NAME, environment, isAttached: true, isPaused });
    await runner.reportStarted(environment, child.pid ?? 0);
    await report(false);
    const paused = attached.paused();
    attached.send('Debugger.enable');
    await paused;
    await report(true);
    assert.deepEqual(await count(), { visible: 0, inFlight: 2, delayed: 0, held: 1 });

    live.time.hurry(3_600_000);
    await live.advance(VISIBILITY_SECONDS);
    assert.deepEqual(await count(), { visible: 1, inFlight: 1, delayed: 0, held: 1 });
    await live.advance(3600);
    assert.deepEqual(await count(), { visible: 1, inFlight: 1, delayed: 0, held: 1 });
    assert.equal(live.find('invocationEnded', 'invocationFailed').length, 0);

    await report(false);
    attached.send('Debugger.resume');
    await live.trace.waitUntil(() => live.find('deleted').length === 1);
    const [ended] = live.find('invocationEnded');
    assert.equal(ended?.invoked?.end?.outcome, 'returned');
    runner.end();
  });
});
