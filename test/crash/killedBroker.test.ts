import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { CRASH_RUNS, Fates, isSealedRun } from './fates.ts';
import type { CrashAnswer, CrashRequest } from './crashProtocol.ts';

/** The other half are whole brokers, over HTTP. */
const RUNS = Math.ceil(CRASH_RUNS / 2);
const CLIENTS = 8;
const QUEUES = ['standard', 'ordered.fifo'] as const;
const GROUPS = 4;
/** A broker is killed this long after it serves, at most, ms. */
const LIFETIME_MS = 40;

type Request = CrashRequest extends infer R ? (R extends CrashRequest ? Omit<R, 'id'> : never) : never;

/** A broker process and the requests that it has not answered. */
class Broker {
  readonly process: ChildProcess;
  private readonly pending = new Map<number, (answer: CrashAnswer | undefined) => void>();
  private nextId = 1;
  private isGone = false;
  private readonly ready: Promise<CrashAnswer | undefined>;
  readonly exited: Promise<void>;

  constructor(program: string, folder: string, storage: 'plain' | 'sealed') {
    this.process = spawn(process.execPath, [program, folder, storage], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.ready = new Promise((resolve) => this.pending.set(0, resolve));
    // Writing to a broker that has just been killed is what this test is about.
    this.process.stdin?.on('error', () => undefined);
    createInterface({ input: this.process.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const answer = JSON.parse(line) as CrashAnswer;
      this.pending.get(answer.id)?.(answer);
      this.pending.delete(answer.id);
    });
    this.exited = new Promise((resolve) => {
      this.process.on('close', () => {
        this.isGone = true;
        for (const give of this.pending.values()) give(undefined);
        resolve();
      });
    });
  }

  /** Lets the process, which is up and waits, open the folder. */
  start(): Promise<CrashAnswer | undefined> {
    this.process.stdin?.write('open\n');
    return this.ready;
  }

  /** Resolves with undefined when the broker is gone before it answered. */
  ask(request: Request): Promise<CrashAnswer | undefined> {
    if (this.isGone) return Promise.resolve(undefined);
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.pending.set(id, resolve);
      this.process.stdin?.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }
}

describe('a broker that is killed under load', function () {
  this.timeout(Math.max(90_000, RUNS * 1000));
  const scratch = mkdtempSync(join(tmpdir(), 'queueside-crash-'));
  const program = join(scratch, 'broker.cjs');
  const folder = join(scratch, 'data');
  const fates = new Fates();
  const running = new Set<Broker>();

  afterEach(() => {
    for (const broker of running) broker.process.kill('SIGKILL');
  });

  function spawnBroker(run: number): Broker {
    const broker = new Broker(program, folder, isSealedRun(run, RUNS) ? 'sealed' : 'plain');
    running.add(broker);
    return broker;
  }

  before(() => {
    buildSync({
      entryPoints: ['test/crash/brokerChild.ts'],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
    });
  });

  after(() => rmSync(scratch, { recursive: true, force: true }));

  async function send(broker: Broker, queue: string): Promise<void> {
    const { body, groupId } = fates.begin(queue, GROUPS);
    const group = groupId === undefined ? undefined : { groupId };
    const answer = await broker.ask({ do: 'send', queue, body, ...group });
    if (answer !== undefined) fates.wasSent(body);
  }

  async function consume(broker: Broker, queue: string): Promise<void> {
    const received = await broker.ask({ do: 'receive', queue });
    for (const { receiptHandle, body } of received?.messages ?? []) {
      fates.wasReceived(body);
      fates.isBeingDeleted(body);
      if ((await broker.ask({ do: 'delete', queue, receiptHandle })) === undefined) return;
      fates.wasDeleted(body);
    }
  }

  /** Sends more than it consumes, until the broker is gone. */
  async function load(broker: Broker, client: number, isOver: () => boolean): Promise<void> {
    const queue = QUEUES[client % QUEUES.length] as string;
    for (let round = client; !isOver(); round++) {
      // FIFO groups need one sender each for their order to be known: a client sends one message after the other.
      if (round % 3 === 0) await consume(broker, queue);
      else if (client < QUEUES.length || queue === 'standard') await send(broker, queue);
      else await consume(broker, queue);
    }
  }

  async function check(broker: Broker): Promise<void> {
    for (const queue of QUEUES) {
      const answer = await broker.ask({ do: 'list', queue });
      fates.check(queue, answer?.bodies ?? []);
    }
  }

  it(`keeps what it answered, ${RUNS} times over, the second half encrypted`, async () => {
    let next = spawnBroker(0);
    for (let run = 0; run < RUNS; run++) {
      const broker = next;
      const ready = await broker.start();
      assert.equal(ready?.damaged, 0);
      // Its successor gets ready meanwhile.
      next = spawnBroker(run + 1);
      await check(broker);
      let isOver = false;
      const clients = Array.from({ length: CLIENTS }, (_, client) => load(broker, client, () => isOver));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LIFETIME_MS));
      broker.process.kill('SIGKILL');
      isOver = true;
      await broker.exited;
      running.delete(broker);
      await Promise.all(clients);
    }
    assert.ok(fates.answers > RUNS, 'the brokers were killed before they did anything');
  });
});
