import assert from 'node:assert/strict';
import type { FunctionStartOrder } from '../../../broker/functionRunner/functionProgram.ts';
import type { FunctionDefinition } from '../../../broker/protocol/functionDefinition.ts';
import { type FunctionOrderParams, reportFunctionLines } from '../../../broker/protocol/functionOrders.ts';
import {
  functionOrdered,
  putFunction,
  reportFunctionStarted,
  runFunction,
} from '../../../broker/protocol/functions.ts';
import { type ControlClient, openClient } from '../controlClient.ts';
import type { ProcessOrder } from './processOrder.ts';

/** A runtime that asks for one event after another, as loops do. */
export class TestRuntime {
  private readonly base: string;

  constructor(runtimeApi: string) {
    this.base = `http://${runtimeApi}/2018-06-01/runtime`;
  }

  async next(): Promise<{ readonly id: string; readonly event: unknown }> {
    const response = await fetch(`${this.base}/invocation/next`);
    const id = response.headers.get('lambda-runtime-aws-request-id') ?? assert.fail('no request id');
    return { id, event: await response.json() };
  }

  async answer(id: string, body: string, what: 'response' | 'error' = 'response'): Promise<void> {
    const { status } = await fetch(`${this.base}/invocation/${id}/${what}`, { method: 'POST', body });
    assert.equal(status, 202);
  }
}

/** Answers that all lines of the processes have been reported, with these lines of each. */
export async function reportLines(
  client: ControlClient,
  { name, invocations }: Extract<FunctionOrderParams, { order: 'report' }>,
  lines: readonly string[] = [],
): Promise<void> {
  // The test may end the connection meanwhile.
  await client
    .request(reportFunctionLines, { name, invocations: invocations.map((each) => ({ ...each, lines })) })
    .catch(() => undefined);
}

/** Runs a function over the control channel; the test is its processes. */
export class TestRunner {
  readonly client: ControlClient;
  private readonly name: string;
  private readonly orders: ProcessOrder[] = [];

  private constructor(client: ControlClient, name: string) {
    this.client = client;
    this.name = name;
    client.on(functionOrdered, (order) => {
      if (order.order !== 'report') this.orders.push(order);
      else void reportLines(client, order);
    });
  }

  /** Declares a function and runs it. */
  static async run(control: string, definition: FunctionDefinition): Promise<TestRunner> {
    const runner = new TestRunner(await openClient(control), definition.name);
    await runner.client.request(putFunction, definition);
    await runner.client.request(runFunction, { name: definition.name });
    return runner;
  }

  /** Waits for the order to start an environment. */
  async nextStart(): Promise<FunctionStartOrder> {
    if (this.orders.length === 0) await this.client.waitFor(functionOrdered);
    const order = this.orders.shift();
    assert.ok(order?.order === 'start');
    return order;
  }

  /** Waits for the order to start an environment, and starts it. */
  async start(): Promise<{ readonly runtime: TestRuntime; readonly environment: number }> {
    const { environment, runtimeApi } = await this.nextStart();
    await this.reportStarted(environment, 4711);
    return { runtime: new TestRuntime(runtimeApi), environment };
  }

  async reportStarted(environment: number, processId: number): Promise<void> {
    await this.client.request(reportFunctionStarted, { name: this.name, environment, processId });
  }

  /** The connection is lost. */
  end(): void {
    this.client.socket.terminate();
  }
}
