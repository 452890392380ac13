import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { atLeast, atMost, type BenchCase, figure } from '../benchCase.ts';
import { measureAtRate, rest } from '../atRate.ts';
import { readChildren, readCpuMs } from '../cpuTime.ts';
import { callSqs, HttpConnection, sqsRequest } from '../httpConnection.ts';
import { createQueue, sendRequest } from '../load.ts';
import { ServerProcess } from '../serverProcess.ts';
import { median, medianRatio, percentile } from '../statistics.ts';
import { inFolder } from '../inFolder.ts';

const INVOCATIONS_PER_SECOND = 1000;
const ENVIRONMENTS = 10;
/** Of sends, and of receives, beside the function. */
const CALLS_PER_SECOND = 500;
const BODY_BYTES = 1024;
const DEFINITIONS = {
  queues: { work: {} },
  functions: {
    nothing: {
      runtime: 'nodejs22.x',
      handler: 'nothing.handler',
      environments: ENVIRONMENTS,
      // A message is an invocation.
      mappings: [{ queue: 'work', batchSize: 1 }],
    },
  },
};

interface Round {
  readonly p99Ms: number;
  readonly slowestMs: number;
  readonly stallMs: number;
  /** CPU time of the round, by process, ms. */
  readonly brokerMs: number;
  readonly runnerMs: number;
  readonly environmentsMs: number;
}

interface MeasuredRound extends Round {
  readonly invokedPerSecond: number;
  readonly invocations: number;
}

/** An empty handler that is invoked 1,000 times a second by a queue, while other programs send and receive. */
export const functionsCase: BenchCase = {
  name: 'functions',
  run: ({ isQuick }) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'queueside.json'), JSON.stringify(DEFINITIONS));
      writeFileSync(join(folder, 'nothing.js'), 'exports.handler = async () => undefined;\n');
      const broker = await ServerProcess.probedBroker([
        '--token-file',
        join(folder, 'token'),
        '--config',
        join(folder, 'queueside.json'),
      ]);
      const runner = await startRunner(folder, broker);
      const bench = await FunctionBench.open(broker, runner.pid as number, isQuick ? 1000 : 3000);
      // The code of the broker is compiled, and the mapping has as many pollers as there are environments.
      for (let round = 0; round < (isQuick ? 1 : 4); round++) await bench.measure(true);
      const beside: Round[] = [];
      const alone: Round[] = [];
      const rates: number[] = [];
      const counts: number[] = [];
      for (let round = 0; round < (isQuick ? 2 : 15); round++) {
        const { invokedPerSecond, invocations, ...work } = await bench.measure(true);
        rates.push(invokedPerSecond);
        counts.push(invocations);
        beside.push(work);
        alone.push(await bench.measure(false));
      }
      bench.close();
      runner.kill('SIGTERM');
      await once(runner, 'exit');
      await broker.stop();
      const of = (rounds: readonly Round[], name: keyof Round) => rounds.map((round) => round[name]);
      const p99Ms = of(beside, 'p99Ms');
      // What the calls beside the function cost, they cost without it, too.
      const cpuOf = (process: 'brokerMs' | 'runnerMs' | 'environmentsMs') =>
        median(beside.map((round, index) => costOf(round, alone[index], process) / (counts[index] ?? 1)));
      return [
        atLeast(
          figure('function of 10 environments, invoked by its queue', median(rates), '/s'),
          INVOCATIONS_PER_SECOND * 0.99,
          '≥ 990',
        ),
        atMost(figure('send and receive at 500/s beside it, p99', median(p99Ms), 'ms', 2), 10, '≤ 10 ms'),
        figure('… highest p99 of a round', percentile(p99Ms, 1), 'ms', 2),
        figure('… without it, p99', median(of(alone, 'p99Ms')), 'ms', 2),
        figure('… with to without it, p99', medianRatio(p99Ms, of(alone, 'p99Ms')), '×', 2),
        figure('slowest call beside it', percentile(of(beside, 'slowestMs'), 1), 'ms', 1),
        atMost(
          figure('longest stall of the broker, median of the rounds', median(of(beside, 'stallMs')), 'ms', 1),
          20,
          '≤ 20 ms',
        ),
        figure('… highest of all rounds', percentile(of(beside, 'stallMs'), 1), 'ms', 1),
        figure('… without it, highest of all rounds', percentile(of(alone, 'stallMs'), 1), 'ms', 1),
        figure('CPU time an invocation, broker', cpuOf('brokerMs'), 'ms', 2),
        figure('… its runner', cpuOf('runnerMs'), 'ms', 2),
        figure('… its environments', cpuOf('environmentsMs'), 'ms', 2),
      ];
    }),
};

function costOf(
  round: Round,
  without: Round | undefined,
  process: 'brokerMs' | 'runnerMs' | 'environmentsMs',
): number {
  return round[process] - (without?.[process] ?? 0);
}

/** Starts `queueside function run`, and waits until it has the function. */
async function startRunner(folder: string, broker: ServerProcess): Promise<ChildProcess> {
  const args = ['function', 'run', '--json', '--control', broker.control ?? '', '--token-file', 'token'];
  const runner = spawn(process.execPath, [resolve('dist/broker.js'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: runner.stdout });
  await once(lines, 'line');
  return runner;
}

class FunctionBench {
  readonly #broker: ServerProcess;
  readonly #runnerId: number;
  readonly #durationMs: number;
  readonly #connection: HttpConnection;
  readonly #workUrl: string;
  readonly #send: Buffer;
  readonly #receive: Buffer;
  readonly #work: Buffer;

  static async open(broker: ServerProcess, runnerId: number, durationMs: number): Promise<FunctionBench> {
    const { endpoint } = broker;
    const besideUrl = await createQueue(endpoint, 'beside');
    const workUrl = await createQueue(endpoint, 'work');
    const connection = await HttpConnection.open(endpoint);
    return new FunctionBench(broker, runnerId, durationMs, connection, workUrl, besideUrl);
  }

  private constructor(
    broker: ServerProcess,
    runnerId: number,
    durationMs: number,
    connection: HttpConnection,
    workUrl: string,
    besideUrl: string,
  ) {
    const { endpoint } = broker;
    this.#broker = broker;
    this.#runnerId = runnerId;
    this.#durationMs = durationMs;
    this.#connection = connection;
    this.#workUrl = workUrl;
    this.#send = sendRequest(endpoint, besideUrl, BODY_BYTES);
    this.#receive = sqsRequest(endpoint, 'ReceiveMessage', { QueueUrl: besideUrl, MaxNumberOfMessages: 1 });
    this.#work = sqsRequest(endpoint, 'SendMessageBatch', {
      QueueUrl: workUrl,
      Entries: Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: '{}' })),
    });
  }

  close(): void {
    this.#connection.close();
  }

  /** One round; what the function has not worked off by its end is not counted, and done before the next one. */
  async measure(isInvoked: boolean): Promise<MeasuredRound> {
    const { endpoint } = this.#broker;
    const duration = this.#durationMs;
    const before = this.#readCpu();
    const { result, stalls } = await this.#broker.measureStalls(async () => {
      const calls = [this.#send, this.#receive].map((request) =>
        measureAtRate(endpoint, request, duration, CALLS_PER_SECOND, rest),
      );
      const work = isInvoked
        ? measureAtRate(endpoint, this.#work, duration, INVOCATIONS_PER_SECOND / 10, rest)
        : Promise.resolve([]);
      const latencies = (await Promise.all(calls)).flat();
      return { latencies, sent: 10 * (await work).length, left: await this.#countWork() };
    });
    while ((await this.#countWork()) > 0) await rest();
    const after = this.#readCpu();
    const { latencies, sent, left } = result;
    return {
      p99Ms: percentile(latencies, 0.99),
      slowestMs: percentile(latencies, 1),
      stallMs: stalls.longestMs,
      invokedPerSecond: ((sent - left) * 1000) / duration,
      invocations: sent,
      brokerMs: after.brokerMs - before.brokerMs,
      runnerMs: after.runnerMs - before.runnerMs,
      environmentsMs: after.environmentsMs - before.environmentsMs,
    };
  }

  #readCpu(): Pick<Round, 'brokerMs' | 'runnerMs' | 'environmentsMs'> {
    return {
      brokerMs: this.#broker.cpuMs(),
      runnerMs: readCpuMs(this.#runnerId),
      environmentsMs: readChildren(this.#runnerId).reduce((sum, pid) => sum + readCpuMs(pid), 0),
    };
  }

  /** Messages that the function still has to process. */
  async #countWork(): Promise<number> {
    const { Attributes } = await callSqs<{ Attributes: Record<string, string> }>(
      this.#connection,
      this.#broker.endpoint,
      'GetQueueAttributes',
      {
        QueueUrl: this.#workUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      },
    );
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
  }
}
