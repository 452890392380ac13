import assert from 'node:assert/strict';
import {
  type EnvironmentChange,
  type FunctionProcess,
  FunctionRunner,
  type FunctionRunnerPorts,
} from '../../../broker/functionRunner/functionRunner.ts';
import type { OrderedEnd } from '../../../broker/programs/orderedPrograms.ts';
import type { OutputStream } from '../../../broker/programs/program.ts';
import type { EndedInvocation, FunctionOrder } from '../../../broker/protocol/functionOrders.ts';
import { FUNCTION } from '../../support/functionWorld.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

/** A process that does nothing but remember what was done with it. */
class FakeProcess implements FunctionProcess {
  readonly pid = 4711;
  readonly lastLines = [];
  readonly did: string[] = [];
  readonly ended: Promise<OrderedEnd>;
  end: (end: OrderedEnd) => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  stop(graceMs?: number): void {
    this.did.push(`stop ${graceMs}`);
  }

  kill(): void {
    this.did.push('kill');
    this.end({ code: null, signal: 'SIGKILL' });
  }

  freeze(): void {
    this.did.push('freeze');
  }

  thaw(): void {
    this.did.push('thaw');
  }
}

type Start = FunctionRunnerPorts['start'];
const START: Extract<FunctionOrder, { order: 'start' }> = {
  order: 'start',
  environment: 1,
  environmentName: 'resize #1',
  credential: { accessKeyId: 'KEY', secretAccessKey: 'secret' },
  definition: FUNCTION,
  runtimeApi: '127.0.0.1:4001',
  logStream: 'stream',
};
/** All promises that can go on have done so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('The runner of a function', () => {
  let timers: ManualSchedule;
  let reports: [method: string, params: object][];
  let changes: EnvironmentChange[];
  let process: FakeProcess;
  let say: (line: string, stream: OutputStream) => void;
  let memory: number | undefined;
  let watches: string[];
  let change: () => void;

  const create = (start?: Start): FunctionRunner =>
    new FunctionRunner('resize', {
      channel: {
        request: ({ method }, params) => {
          reports.push([method.replace('queueside/function/', ''), params as object]);
          return Promise.resolve(null as never);
        },
      },
      start:
        start ??
        ((_order, onLine) => {
          say = onLine;
          return Promise.resolve({ ok: true, program: process });
        }),
      watchCode: ({ definition }, onChange) => {
        watches.push(`watch ${definition.directory}`);
        change = onChange;
        return () => watches.push(`end ${definition.directory}`);
      },
      measureMemory: () => Promise.resolve(memory),
      schedule: timers.after,
      onLine: () => undefined,
      onChange: (changed) => changes.push(changed),
    });
  const take = (runner: FunctionRunner, order: FunctionOrder): void =>
    runner.take({ name: 'resize', ...order });
  const common = { name: 'resize', environment: 1 };
  const ended = (...invocations: [environment: number, requestId: string][]): FunctionOrder => ({
    order: 'report',
    invocations: invocations.map(([environment, requestId]) => ({ environment, requestId })),
  });
  const answer = (...invocations: (EndedInvocation & { readonly lines: readonly string[] })[]) => [
    'reportLines',
    { name: 'resize', invocations },
  ];

  beforeEach(() => {
    timers = new ManualSchedule();
    [reports, changes, watches] = [[], [], []];
    process = new FakeProcess();
    memory = undefined;
  });

  it('does with a process what is ordered, also before it has been started', async () => {
    let started: () => void = () => undefined;
    const runner = create(async () => {
      await new Promise<void>((resolve) => {
        started = resolve;
      });
      return { ok: true, program: process };
    });
    take(runner, START);
    for (const order of ['freeze', 'thaw'] as const) take(runner, { order, environment: 1 });
    take(runner, { order: 'stop', environment: 1, graceMs: 2000 });
    take(runner, { order: 'kill', environment: 1 });
    take(runner, { order: 'kill', environment: 2 });
    await settle();
    assert.deepEqual(process.did, []);
    started();
    await settle();
    // The broker orders the end of a grace period.
    assert.deepEqual(process.did, ['freeze', 'thaw', 'stop undefined', 'kill']);
    assert.deepEqual(reports, [
      ['reportStarted', { ...common, processId: 4711 }],
      ['reportExited', { ...common, signal: 'SIGKILL', lines: [] }],
    ]);
    assert.equal(runner.runningCount, 0);
  });

  it('reports what was written before the broker asked for it, once what has arrived by then was read', async () => {
    const runner = create();
    take(runner, START);
    await settle();
    reports.length = 0;
    say('one', 'stdout');
    take(runner, ended([1, 'request-1']));
    // In the turn that has brought the order, the line comes after it.
    say('two', 'stdout');
    await settle();
    take(runner, ended([1, 'request-2']));
    await settle();
    timers.advance(1000);
    assert.deepEqual(reports, [
      answer({ environment: 1, requestId: 'request-1', lines: ['one', 'two'] }),
      answer({ environment: 1, requestId: 'request-2', lines: [] }),
    ]);
  });

  it('reports what several processes wrote together, without those that have ended', async () => {
    const says: ((line: string, stream: OutputStream) => void)[] = [];
    const processes = [1, 2, 3].map(() => new FakeProcess());
    const runner = create((_order, onLine) => {
      const number = says.push(onLine);
      return Promise.resolve({ ok: true, program: processes[number - 1] ?? assert.fail() });
    });
    for (const environment of [1, 2, 3]) take(runner, { ...START, environment });
    await settle();
    says.forEach((write, index) => write(`line of ${index + 1}`, 'stdout'));
    processes[1]?.end({ code: 0, signal: null });
    await settle();
    reports.length = 0;
    take(runner, ended([3, 'request-3'], [2, 'request-2'], [1, 'request-1']));
    await settle();
    timers.advance(1000);
    assert.deepEqual(reports, [
      answer(
        { environment: 3, requestId: 'request-3', lines: ['line of 3'] },
        { environment: 1, requestId: 'request-1', lines: ['line of 1'] },
      ),
    ]);
    take(runner, ended([2, 'request-4']));
    await settle();
    assert.equal(reports.length, 1);
  });

  it('reports long lines of several processes in parts that the broker can read', async () => {
    const runner = create((_order, onLine) => {
      for (let count = 0; count < 100; count++) onLine('\u0000'.repeat(4096), 'stdout');
      return Promise.resolve({ ok: true, program: process });
    });
    const numbers = Array.from({ length: 10 }, (_, index) => index + 1);
    for (const environment of numbers) take(runner, { ...START, environment });
    await settle();
    reports.length = 0;
    take(runner, ended(...numbers.map((number): [number, string] => [number, `request-${number}`])));
    await settle();
    const parts = reports.map(([, params]) => params as { readonly invocations: readonly EndedInvocation[] });
    assert.deepEqual(
      parts.flatMap(({ invocations }) => invocations.map(({ environment }) => environment)),
      numbers,
    );
    assert.equal(parts.length, 5);
    for (const part of parts) assert.ok(JSON.stringify(part).length < 8_000_000);
  });

  it('reports lines together, and the rest with the end', async () => {
    const runner = create();
    take(runner, START);
    await settle();
    reports.length = 0;
    say('one', 'stdout');
    say('two', 'stderr');
    timers.advance(39);
    assert.deepEqual(reports, []);
    timers.advance(1);
    assert.deepEqual(reports, [['reportOutput', { ...common, lines: ['one', 'two'] }]]);
    say('three', 'stdout');
    process.end({ code: 3, signal: null });
    await settle();
    timers.advance(1000);
    assert.deepEqual(reports.slice(1), [['reportExited', { ...common, code: 3, lines: ['three'] }]]);
  });

  it('leaves out and counts lines that are too many, and cuts those that are too long', async () => {
    const runner = create();
    take(runner, START);
    await settle();
    for (let count = 1; count <= 250; count++) say(count === 250 ? 'x'.repeat(5000) : `${count}`, 'stdout');
    timers.advance(40);
    const [, params] = reports.at(-1) ?? assert.fail('no report');
    const { lines } = params as { readonly lines: readonly string[] };
    assert.deepEqual(
      [lines.length, lines[0], lines[1], lines[99]?.length],
      [100, '… 151 lines left out', '152', 4096],
    );
  });

  it('reports the memory of a process when it grows', async () => {
    memory = 40;
    const runner = create();
    take(runner, START);
    await settle();
    const look = async (ms: number, used: number | undefined): Promise<number> => {
      memory = used;
      reports.length = 0;
      timers.advance(ms);
      await settle();
      return reports.length;
    };
    assert.deepEqual([await look(100, 40), await look(1000, 40), await look(1000, 41)], [1, 0, 1]);
    assert.deepEqual(reports, [['reportOutput', { ...common, lines: [], usedMemory: 41 }]]);
    process.end({ code: 0, signal: null });
    await settle();
    assert.equal(timers.pendingCount, 0);
  });

  for (const { what, start } of [
    { what: 'fails', start: () => Promise.resolve({ ok: false, failure: 'It is broken.' }) },
    { what: 'throws', start: () => Promise.reject(new Error('It is broken.')) },
  ] as readonly { readonly what: string; readonly start: Start }[]) {
    it(`reports a start that ${what}, and does not wait for that process`, async () => {
      const runner = create(start);
      take(runner, START);
      await runner.endAll(1000);
      assert.deepEqual(reports, [['reportExited', { ...common, lines: ['It is broken.'] }]]);
      assert.deepEqual(changes, [{ environmentName: 'resize #1', failure: 'It is broken.' }]);
    });
  }

  it('watches the code of the function once, and what replaces it', async () => {
    const runner = create();
    take(runner, START);
    take(runner, { ...START, environment: 2 });
    take(runner, { ...START, environment: 3, definition: { ...FUNCTION, directory: 'dist' } });
    take(runner, {
      ...START,
      environment: 4,
      definition: { ...FUNCTION, directory: 'dist', command: 'run' },
    });
    assert.deepEqual(watches, ['watch undefined', 'end undefined', 'watch dist', 'end dist', 'watch dist']);
    await settle();
    reports.length = 0;
    change();
    assert.deepEqual(reports, [['reportCodeChanged', { name: 'resize' }]]);
    runner.close();
    assert.equal(watches.at(-1), 'end dist');
  });
});
