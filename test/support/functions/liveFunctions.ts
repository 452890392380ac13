import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { advanceClock } from '../../../broker/protocol/clock.ts';
import { listQueues } from '../../../broker/protocol/queue.ts';
import type { TraceEvent, TraceEventKind } from '../../../broker/protocol/trace.ts';
import { BrokerProcess } from '../brokerProcess.ts';
import { type ControlClient, openClient } from '../controlClient.ts';
import { connectLambda } from '../lambda/lambdaServer.ts';
import { ManualTime } from '../manualTime.ts';
import { pathWithNode } from '../process.mjs';
import { SqsProgram } from '../sqsProgram.ts';
import { startTestBroker, TOKEN } from '../testBroker.ts';
import { TraceLog } from '../traceLog.ts';
import { Desk } from './desk.ts';

const DAY_MS = 86_400_000;

/** A broker on a port, under manual time, and functions whose processes `queueside function run` starts; they ask a desk. */
export class LiveFunctions {
  readonly time = new ManualTime();
  readonly desk = new Desk();
  client!: ControlClient;
  control!: string;
  endpoint!: string;
  folder!: string;
  trace!: TraceLog;
  lambda!: LambdaClient;
  sqs!: SqsProgram;
  private runner: BrokerProcess | undefined;

  async open(): Promise<void> {
    const { clock, schedule } = this.time;
    // Hurried, a connection would seem to be dead.
    const { info } = await startTestBroker({
      clock,
      schedule,
      keepAlive: { pingMs: DAY_MS, pongMs: DAY_MS },
    });
    this.control = info.control;
    this.endpoint = info.endpoint;
    this.client = await openClient(info.control);
    this.trace = await TraceLog.follow(this.client);
    this.lambda = connectLambda(info);
    this.sqs = new SqsProgram(info.endpoint);
    this.folder = mkdtempSync(join(tmpdir(), 'queueside-functions-'));
    await this.desk.listen();
  }

  async close(): Promise<void> {
    if (this.runner !== undefined) {
      this.runner.child.kill('SIGKILL');
      await this.runner.exit;
    }
    this.desk.close();
    this.sqs.close();
    this.lambda.destroy();
    await this.client.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** Writes `queueside.json`, and runs its functions; resolves when they can be invoked. */
  async run(definitions: object): Promise<void> {
    this.write('queueside.json', JSON.stringify(definitions));
    await this.start();
  }

  /** Runs `queueside function run ...args` in the folder; resolves when the functions can be invoked. */
  async start(...args: readonly string[]): Promise<void> {
    this.runner = new BrokerProcess(
      ['function', 'run', ...args, '--control', this.control],
      { ...process.env, PATH: pathWithNode(), QUEUESIDE_TOKEN: TOKEN },
      this.folder,
    );
    await Promise.race([
      this.runner.says(/^Ready/m),
      this.runner.exit.then(({ stderr }) => assert.fail(stderr)),
    ]);
  }

  /** Asks it to end. @returns what it has printed */
  async end(): Promise<string> {
    this.runner?.child.kill('SIGINT');
    const ended = await this.runner?.exit;
    return ended?.stdout ?? '';
  }

  /** Sends messages with one call: all of them come at the same time. */
  async send(queue: string, ...bodies: readonly string[]): Promise<void> {
    const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    await this.sqs.call('SendMessageBatch', { QueueUrl: this.urlOf(queue), Entries });
  }

  urlOf(queue: string): string {
    return `${this.endpoint}/000000000000/${queue}`;
  }

  async advance(seconds: number): Promise<void> {
    await this.client.request(advanceClock, { byMs: seconds * 1000 });
  }

  async count(queue: string): Promise<{ readonly visible: number; readonly inFlight: number }> {
    const { queues } = await this.client.request(listQueues, {});
    const { counts } = queues.find(({ name }) => name === queue) ?? assert.fail(`no queue ${queue}`);
    return { visible: counts.visible, inFlight: counts.inFlight };
  }

  /** What the trace has of these kinds. */
  find(...kinds: readonly TraceEventKind[]): readonly TraceEvent[] {
    return this.trace.events.filter(({ kind }) => kinds.includes(kind));
  }

  /** Resolves when no message is visible, and each that was received has had its outcome: its batch is over. */
  async settle(queue: string): Promise<void> {
    const isOver = (): boolean =>
      this.find('received').length === this.find('deleted', 'batchItemFailed').length;
    for (;;) {
      await this.trace.waitUntil(isOver);
      await this.trace.catchUp();
      const { length } = this.trace.events;
      if (isOver() && (await this.count(queue)).visible === 0) return;
      await this.trace.waitUntil(() => this.trace.events.length > length);
    }
  }
}

/** Gives a suite {@link LiveFunctions}, once for all of its tests. */
export function useLiveFunctions(): LiveFunctions {
  const live = new LiveFunctions();
  let isOpen = false;
  before(async function () {
    // There, no signal asks a program to end.
    if (process.platform === 'win32') this.skip();
    await live.open();
    isOpen = true;
  });
  after(() => (isOpen ? live.close() : undefined));
  return live;
}
