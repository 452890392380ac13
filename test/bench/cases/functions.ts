import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { atLeast, atMost, type BenchCase, figure } from '../benchCase.ts';
import { measureAtRate } from '../atRate.ts';
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
      const bench = await FunctionBench.open(broker, isQuick ? 1000 : 3000);
      // The code of the broker is compiled, and the mapping has as many pollers as there are environments.
      for (let round = 0; round < (isQuick ? 1 : 4); round++) await bench.measure(true);
      const beside: Round[] = [];
      const alone: Round[] = [];
      const rates: number[] = [];
      for (let round = 0; round < (isQuick ? 2 : 15); round++) {
        const { invokedPerSecond, ...work } = await bench.measure(true);
        rates.push(invokedPerSecond);
        beside.push(work);
        alone.push(await bench.measure(false));
      }
      bench.close();
      runner.kill('SIGTERM');
      await once(runner, 'exit');
      await broker.stop();
      const of = (rounds: readonly Round[], name: keyof Round) => rounds.map((round) => round[name]);
      const p99Ms = of(beside, 'p99Ms');
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
      ];
    }),
};

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
  readonly #durationMs: number;
  readonly #connection: HttpConnection;
  readonly #workUrl: string;
  readonly #send: Buffer;
  readonly #receive: Buffer;
  readonly #work: Buffer;

  static async open(broker: ServerProcess, durationMs: number): Promise<FunctionBench> {
    const { endpoint } = broker;
    const besideUrl = await createQueue(endpoint, 'beside');
    const workUrl = await createQueue(endpoint, 'work');
    return new FunctionBench(broker, durationMs, await HttpConnection.open(endpoint), workUrl, besideUrl);
  }

  private constructor(
    broker: ServerProcess,
    durationMs: number,
    connection: HttpConnection,
    workUrl: string,
    besideUrl: string,
  ) {
    const { endpoint } = broker;
    this.#broker = broker;
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
  async measure(isInvoked: boolean): Promise<Round & { readonly invokedPerSecond: number }> {
    const { endpoint } = this.#broker;
    const duration = this.#durationMs;
    const { result, stalls } = await this.#broker.measureStalls(async () => {
      const calls = [this.#send, this.#receive].map((request) =>
        measureAtRate(endpoint, request, duration, CALLS_PER_SECOND),
      );
      const work = isInvoked
        ? measureAtRate(endpoint, this.#work, duration, INVOCATIONS_PER_SECOND / 10)
        : Promise.resolve([]);
      const latencies = (await Promise.all(calls)).flat();
      return { latencies, sent: 10 * (await work).length, left: await this.#countWork() };
    });
    while ((await this.#countWork()) > 0);
    const { latencies, sent, left } = result;
    return {
      p99Ms: percentile(latencies, 0.99),
      slowestMs: percentile(latencies, 1),
      stallMs: stalls.longestMs,
      invokedPerSecond: ((sent - left) * 1000) / duration,
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
