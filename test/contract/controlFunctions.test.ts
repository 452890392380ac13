import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import type { FunctionDefinition } from '../../broker/protocol/functionDefinition.ts';
import { reportFunctionLines } from '../../broker/protocol/functionOrders.ts';
import {
  deleteFunction,
  functionEnded,
  type FunctionInfo,
  functionInvoked,
  functionOrdered,
  functionsChanged,
  invokeFunction,
  leaveFunction,
  listFunctions,
  putFunction,
  readFunctionEvent,
  readFunctionLog,
  reportFunctionCodeChanged,
  reportFunctionDebugger,
  reportFunctionExited,
  reportFunctionOutput,
  reportFunctionStarted,
  runFunction,
  setFunctionFaults,
  stopFunction,
} from '../../broker/protocol/functions.ts';
import type { InvocationReport } from '../../broker/protocol/invocation.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { openBrokerOnFolder } from '../support/brokerOnFolder.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import type { ProcessOrder } from '../support/functions/processOrder.ts';
import { reportLines, TestRunner, TestRuntime } from '../support/functions/testRunner.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker } from '../support/testBroker.ts';

const NAME = 'resize';
const DEFINITION: FunctionDefinition = { name: NAME, runtime: 'nodejs22.x', handler: 'resize.handler' };

describe('Functions over the control channel', () => {
  let client: ControlClient;
  let runner: ControlClient;
  let control: string;
  let endpoint: string;
  let orders: ProcessOrder[];
  let reports: InvocationReport[];
  /** What each process wrote before its response, and the runner reports when it is asked. */
  let late: readonly string[];

  const find = async (): Promise<FunctionInfo> => {
    const { functions } = await client.request(listFunctions, {});
    return functions.find(({ definition }) => definition.name === NAME) ?? assert.fail('no function');
  };
  const nextOrder = async (): Promise<ProcessOrder> => {
    const waiting = orders.shift();
    return waiting ?? (await runner.waitFor(functionOrdered).then(() => orders.shift() ?? assert.fail()));
  };
  /** Starts an environment by an invocation; its process asks for events. */
  const startRuntime = async (): Promise<[TestRuntime, Extract<ProcessOrder, { order: 'start' }>]> => {
    const order = await nextOrder();
    assert.ok(order.order === 'start');
    await runner.request(reportFunctionStarted, {
      name: NAME,
      environment: order.environment,
      processId: 4711,
    });
    return [new TestRuntime(order.runtimeApi), order];
  };

  before(async () => {
    const { info } = await startTestBroker();
    ({ control, endpoint } = info);
    client = await openClient(control);
    await client.request(createQueue, { name: 'images', attributes: {} });
  });

  beforeEach(async () => {
    runner = await openClient(control);
    orders = [];
    reports = [];
    late = [];
    runner.on(functionOrdered, (order) => {
      if (order.order !== 'report') orders.push(order);
      else void reportLines(runner, order, late);
    });
    runner.on(functionInvoked, (invoked) => reports.push(...invoked.reports));
    await client.request(putFunction, DEFINITION);
  });

  afterEach(async () => {
    runner.socket.terminate();
    await client.request(deleteFunction, { name: NAME });
  });

  it('are declared with their default values, and every client gets a notification', async () => {
    const told = client.waitFor(functionsChanged, ({ functions }) => functions.length === 1);
    const { functions } = await client.request(putFunction, { ...DEFINITION, timeout: 30 });
    const [found] = functions;
    assert.deepEqual(
      { state: found?.state, environments: found?.environments, arn: found?.arn },
      { state: 'idle', environments: [], arn: 'arn:aws:lambda:us-east-1:000000000000:function:resize' },
    );
    const { timeout, memory, directory, environments } = found?.definition ?? assert.fail();
    assert.deepEqual(
      { timeout, memory, directory, environments },
      { timeout: 30, memory: 128, directory: '.', environments: 10 },
    );
    await told;
  });

  it('are declared again after a restart, and nothing runs them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-functions-'));
    after(() => rmSync(folder, { recursive: true, force: true }));
    const first = await openBrokerOnFolder(folder);
    await first.client.request(putFunction, { ...DEFINITION, environment: { WIDTH: '640' } });
    await first.client.request(putFunction, { ...DEFINITION, name: 'gone' });
    await first.client.request(deleteFunction, { name: 'gone' });
    await first.client.request(runFunction, { name: NAME });
    await first.close();
    const second = await openBrokerOnFolder(folder);
    const { functions } = await second.client.request(listFunctions, {});
    assert.deepEqual(
      functions.map(({ definition, state }) => [definition.name, definition.environment, state]),
      [[NAME, { WIDTH: '640' }, 'idle']],
    );
    await second.close();
  });

  it('are rejected with the member that is wrong', async () => {
    const wrong: FunctionDefinition[] = [
      { name: NAME, runtime: 'python3.13' },
      { ...DEFINITION, mappings: [{ queue: 'images', batchSize: 11 }] },
    ];
    for (const definition of wrong) {
      await assert.rejects(client.request(putFunction, definition), {
        code: CONTROL_ERROR_CODES.serviceError,
      });
    }
  });

  it('are invoked in an environment that the runner starts, which is known by its name', async () => {
    await runner.request(runFunction, { name: NAME });
    const invoked = client.request(invokeFunction, { name: NAME, payload: '{"n":1}' });
    const [runtime, order] = await startRuntime();
    const { id, event } = await runtime.next();
    assert.deepEqual(event, { n: 1 });
    const program = new SqsProgram(endpoint, order.credential.accessKeyId);
    const QueueUrl = `${endpoint}/000000000000/images`;
    const { MessageId } = await program.call('SendMessage', { QueueUrl, MessageBody: 'one' });
    program.close();
    await runner.request(reportFunctionOutput, {
      name: NAME,
      environment: order.environment,
      lines: ['working'],
      usedMemory: 61,
    });
    late = ['done'];
    await runtime.answer(id, '{"done":true}');
    const asked = runtime.next().catch(() => undefined);
    const { payload, report, logTail } = await invoked;
    assert.equal(payload, '{"done":true}');
    assert.deepEqual(
      {
        outcome: report?.outcome,
        isCold: report?.isCold,
        usedMemory: report?.usedMemory,
        id: report?.requestId,
      },
      { outcome: 'returned', isCold: true, usedMemory: 61, id },
    );
    assert.match(
      logTail,
      /^START RequestId: .*\nworking\ndone\nEND RequestId: .*\nREPORT RequestId: .*Max Memory Used: 61 MB/,
    );
    while (reports.length === 0) await runner.waitFor(functionInvoked);
    assert.deepEqual(reports, [report]);
    const { events } = await client.request(readTrace, { afterSequence: 0, limit: 1000 });
    assert.equal(
      events.find(({ kind, messageId }) => kind === 'sent' && messageId === MessageId)?.consumer?.name,
      `${NAME} #${order.environment}`,
    );
    const [begun, ended] = (['invoked', 'invocationEnded'] as const).map((wanted) =>
      events.find(({ kind, invocation }) => kind === wanted && invocation === id),
    );
    for (const each of [begun, ended]) {
      assert.deepEqual(
        [each?.consumer?.name, each?.environment, each?.requestId, each?.action],
        [`${NAME} #${order.environment}`, `${NAME} #${order.environment}`, id, 'Invoke'],
      );
    }
    assert.deepEqual(begun?.invoked, { function: NAME, isCold: true, messages: 0 });
    const { outcome, durationMs, billedMs, initMs, memory, usedMemory } = report ?? assert.fail();
    assert.deepEqual(ended?.invoked, {
      function: NAME,
      isCold: true,
      messages: 0,
      end: { outcome, durationMs, billedMs, initMs, memory, usedMemory, lastLines: ['working', 'done'] },
    });
    assert.deepEqual([ended?.durationMs, ended?.error], [durationMs, undefined]);
    const { lines } = await client.request(readFunctionLog, { name: NAME, environment: order.environment });
    assert.equal(lines.join('\n'), logTail.trim());
    const [environment] = (await find()).environments.slice(-1);
    assert.deepEqual(
      [environment?.state, environment?.processId, environment?.invocations],
      ['idle', 4711, 1],
    );
    runner.socket.terminate();
    await asked;
  });

  it('have no last event before a queue has invoked them', async () => {
    assert.deepEqual(await client.request(readFunctionEvent, { name: NAME }), {});
    await assert.rejects(client.request(readFunctionEvent, { name: 'nothing' }), {
      code: CONTROL_ERROR_CODES.notFound,
    });
  });

  it('fail with their process, and with the words of the service', async () => {
    await runner.request(runFunction, { name: NAME });
    const invoked = client.request(invokeFunction, { name: NAME, payload: '1' });
    const [runtime, { environment }] = await startRuntime();
    const { id } = await runtime.next();
    await runner.request(reportFunctionExited, { name: NAME, environment, code: 127, lines: ['oops'] });
    const { payload, report } = await invoked;
    assert.deepEqual(JSON.parse(payload ?? ''), {
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${id} Error: Runtime exited with error: exit status 127`,
    });
    assert.equal(report?.outcome, 'exit');
    const [listed] = (await client.request(listFunctions, {})).functions;
    const { at: _, ...lastError } = listed?.lastError ?? assert.fail('no error');
    assert.deepEqual(lastError, {
      requestId: id,
      type: 'Runtime.ExitError',
      message: `RequestId: ${id} Error: Runtime exited with error: exit status 127`,
    });
    await assert.rejects(runner.request(reportFunctionOutput, { name: NAME, environment, lines: [] }), {
      code: CONTROL_ERROR_CODES.notFound,
    });
    // Others may be in the same answer.
    const invocations = [{ environment, requestId: id, lines: ['late'] }];
    await runner.request(reportFunctionLines, { name: NAME, invocations });
  });

  it('are not invoked without a runner, when throttled, or with an event that is not JSON', async () => {
    const idle = await client.request(invokeFunction, { name: NAME, payload: '1' });
    assert.deepEqual(idle, {
      reason: 'No program runs the function resize. Run it in VS Code or in a shell.',
      logTail: '',
    });
    await runner.request(runFunction, { name: NAME });
    const { functions } = await client.request(setFunctionFaults, {
      name: NAME,
      faults: { throttleRate: 1 },
    });
    assert.deepEqual(functions[0]?.faults, { throttleRate: 1 });
    const throttled = await client.request(invokeFunction, { name: NAME, payload: '1' });
    assert.equal(throttled.reason, 'ConcurrentInvocationLimitExceeded');
    await client.request(setFunctionFaults, { name: NAME });
    assert.equal((await find()).faults, undefined);
    await assert.rejects(client.request(invokeFunction, { name: NAME, payload: '{' }), /is not JSON/);
    await assert.rejects(client.request(invokeFunction, { name: 'other', payload: '1' }), {
      code: CONTROL_ERROR_CODES.notFound,
    });
  });

  it('are measured, whoever invokes them', async () => {
    const { broker, info } = await startTestBroker();
    const own = await TestRunner.run(info.control, DEFINITION);
    const invoked = own.client.request(invokeFunction, { name: NAME, payload: '1' });
    const { runtime } = await own.start();
    const { id } = await runtime.next();
    await runtime.answer(id, '{}', 'error');
    const asked = runtime.next().catch(() => undefined);
    await invoked;
    await own.client.request(setFunctionFaults, { name: NAME, faults: { throttleRate: 1 } });
    await own.client.request(invokeFunction, { name: NAME, payload: '1' });
    own.client.socket.terminate();
    await broker.close();
    await asked;
    const sums = ['Invocations', 'Errors', 'Throttles', 'ConcurrentExecutions'].map((metricName) => {
      const dimensions = [{ name: 'FunctionName', value: NAME }];
      const place = { region: 'us-east-1', account: '000000000000' };
      const identity = { ...place, namespace: 'AWS/Lambda', metricName, dimensions };
      const points = broker.metrics.read(identity, 0, Infinity, 60);
      return points.reduce((total, { sum }) => total + sum, 0);
    });
    assert.deepEqual(sums, [1, 1, 1, 1]);
  });

  it('have one runner, whose reports alone count', async () => {
    await runner.request(runFunction, { name: NAME, canFreeze: true });
    await assert.rejects(client.request(runFunction, { name: NAME }), /Another program runs/);
    await assert.rejects(client.request(reportFunctionCodeChanged, { name: NAME }), {
      code: CONTROL_ERROR_CODES.notFound,
    });
    await runner.request(leaveFunction, { name: NAME });
    assert.equal((await find()).state, 'idle');
    await client.request(runFunction, { name: NAME });
    await client.request(leaveFunction, { name: NAME });
  });

  it('order what is to be done with processes: to end those of changed code, and to end with the function', async () => {
    await runner.request(runFunction, { name: NAME });
    const first = client.request(invokeFunction, { name: NAME, payload: '1' });
    const [runtime, { environment }] = await startRuntime();
    const { id } = await runtime.next();
    await runtime.answer(id, '1');
    const asked = runtime.next().catch(() => undefined);
    await first;
    await runner.request(reportFunctionCodeChanged, { name: NAME });
    const [stop, start] = [await nextOrder(), await nextOrder()];
    assert.deepEqual(
      [stop.order, stop.environment, start.order, start.environment],
      ['stop', environment, 'start', environment + 1],
    );
    await runner.request(reportFunctionExited, { name: NAME, environment, signal: 'SIGTERM', lines: [] });
    await asked;
    const ended = runner.waitFor(functionEnded);
    const { functions } = await client.request(stopFunction, { name: NAME });
    assert.equal(functions[0]?.state, 'stopping');
    assert.equal((await nextOrder()).order, 'stop');
    await runner.request(reportFunctionExited, {
      name: NAME,
      environment: environment + 1,
      code: 0,
      lines: [],
    });
    assert.deepEqual(await ended, { name: NAME, isDeleted: false });
    assert.equal((await find()).state, 'idle');
  });

  it('show a debugger, and forget what their runner has lost', async () => {
    await runner.request(runFunction, { name: NAME });
    const lost = client.request(invokeFunction, { name: NAME, payload: '1' });
    const [, { environment }] = await startRuntime();
    const debugged = { name: NAME, environment, isAttached: true, isPaused: true };
    await runner.request(reportFunctionDebugger, debugged);
    const [shown] = (await find()).environments.slice(-1);
    assert.deepEqual([shown?.isDebugged, shown?.isPaused], [true, true]);
    runner.socket.terminate();
    assert.equal((await lost).report?.outcome, 'exit');
    const { state, environments } = await find();
    assert.deepEqual([state, environments.at(-1)?.state], ['idle', 'ended']);
  });
});
