import * as l10n from '@vscode/l10n';
import type { ControlClient } from '../client/controlClient.ts';
import { PoolRunner, type PoolRunnerPorts, type ProcessChange } from '../poolRunner/poolRunner.ts';
import { createProcessEnvironment } from '../poolRunner/processEnvironment.ts';
import { describeProgramEnd } from '../programs/programTexts.ts';
import { Programs } from '../programs/programs.ts';
import { listAlarms } from '../protocol/alarms.ts';
import { listFunctions } from '../protocol/functions.ts';
import { getBroker } from '../protocol/broker.ts';
import { POOL_DEFAULTS } from '../protocol/poolDefinition.ts';
import {
  poolDecided,
  type PoolInfo,
  poolOrdered,
  poolsChanged,
  runPool,
  stopPool,
} from '../protocol/pools.ts';
import { EXIT_KILLED, onInterrupt } from './interrupts.ts';
import { LineSink } from './lineSink.ts';

/** The broker is gone. */
const EXIT_FAILED = 1;
/** Its processes crashed too often. */
const EXIT_POOL_FAILED = 3;

/** Runs one pool at a shell: what its processes write, with their names, and what becomes of the pool. */
export class PoolRun {
  private readonly client: ControlClient;
  private readonly runner: PoolRunner;
  private readonly name: string;
  private readonly graceMs: number;
  private readonly output = new LineSink(process.stdout);
  private readonly notes = new LineSink(process.stderr);
  /** As the broker described it last; undefined: it was deleted. */
  private pool: PoolInfo | undefined;
  private isStopping = false;
  private isInterrupted = false;
  private finish: (exitCode: number) => void = () => undefined;

  private constructor(
    client: ControlClient,
    pool: PoolInfo,
    createEnvironment: PoolRunnerPorts['createEnvironment'],
  ) {
    this.client = client;
    this.pool = pool;
    this.name = pool.definition.name;
    this.graceMs = 1000 * (pool.definition.grace ?? POOL_DEFAULTS.grace);
    this.runner = new PoolRunner({
      channel: client,
      programs: new Programs(),
      folder: process.cwd(),
      createEnvironment,
      onLine: (processName, line, stream) =>
        (stream === 'stdout' ? this.output : this.notes).write(`${processName} | ${line}`),
      onChange: (change) => this.noteProcess(change),
    });
  }

  static async prepare(
    client: ControlClient,
    inherited: NodeJS.ProcessEnv,
    pool: PoolInfo,
  ): Promise<PoolRun> {
    const broker = await client.request(getBroker, {});
    return new PoolRun(client, pool, async (credential, { queue }) => {
      // Without a response, the processes run all the same.
      const [{ alarms }, { functions }] = await Promise.all([
        client.request(listAlarms, {}).catch(() => ({ alarms: [] })),
        client.request(listFunctions, {}).catch(() => ({ functions: [] })),
      ]);
      return createProcessEnvironment({
        inherited,
        // HTTPS would need a certificate that each program trusts.
        broker: { endpoint: broker.endpoint, region: broker.region, account: broker.account },
        used: { hasAlarms: alarms.length > 0, hasFunctions: functions.length > 0 },
        queue,
        credential,
      });
    });
  }

  /** Resolves with the exit code when the pool has been stopped, deleted or has failed, and its processes have ended. */
  async run(user: string | undefined): Promise<number> {
    const { client, name } = this;
    const finished = new Promise<number>((resolve) => {
      this.finish = resolve;
    });
    client.onNotification(poolOrdered, (order) => {
      if (order.name === name) this.runner.take(order);
    });
    const answer = await client.request(runPool, { name, ...(user === undefined ? {} : { user }) });
    this.pool = answer.pool;
    client.onNotification(poolsChanged, ({ pools }) => {
      this.notePool(pools.find(({ definition }) => definition.name === name));
    });
    client.onNotification(poolDecided, (decided) => {
      if (decided.name === name) this.note(decided.decision.cause);
    });
    const endWithoutBroker = (): void => void this.endWithoutBroker();
    client.socket.once('close', endWithoutBroker);
    const offInterrupt = onInterrupt(() => this.interrupt());
    // What reads the output has ended: there is nothing left to run the pool for.
    process.stdout.on('error', () => this.stop());
    process.stderr.on('error', () => this.stop());
    const exitCode = await finished;
    client.socket.off('close', endWithoutBroker);
    offInterrupt();
    return exitCode;
  }

  private interrupt(): void {
    if (this.isInterrupted) {
      void this.runner.killAll().then(() => this.finish(EXIT_KILLED));
      return;
    }
    this.isInterrupted = true;
    this.note(
      l10n.t('The pool stops: its processes finish their messages. Press Ctrl+C again to kill them.'),
    );
    this.stop();
  }

  private stop(): void {
    if (this.isStopping) return;
    this.isStopping = true;
    // A lost connection is noticed on its own.
    void this.client.request(stopPool, { name: this.name }).catch(() => undefined);
  }

  private async endWithoutBroker(): Promise<void> {
    this.note(l10n.t('The connection to the broker was lost. The processes of the pool are ended.'));
    await this.runner.endAll(this.graceMs);
    this.finish(EXIT_FAILED);
  }

  private notePool(pool: PoolInfo | undefined): void {
    const before = this.pool;
    this.pool = pool;
    if (pool === undefined) this.note(l10n.t('The pool was deleted.'));
    else {
      if (pool.failure !== undefined && pool.failure !== before?.failure) this.note(pool.failure);
      if (pool.restartsAt !== undefined && pool.restartsAt !== before?.restartsAt) {
        this.note(l10n.t('The next process starts at {0}.', new Date(pool.restartsAt).toISOString()));
      }
    }
    this.review();
  }

  /** Whether the pool is over, and its last process has ended. */
  private review(): void {
    const state = this.pool?.state;
    if (this.runner.runningCount > 0 || state === 'running' || state === 'stopping') return;
    this.finish(state === 'failed' ? EXIT_POOL_FAILED : 0);
  }

  private noteProcess({ processName, processId, end, failure }: ProcessChange): void {
    if (processId !== undefined)
      this.notes.write(l10n.t('{0}: started, process ID {1}', processName, processId));
    if (end !== undefined)
      this.notes.write(l10n.t('{0}: ended with {1}', processName, describeProgramEnd(end)));
    if (failure !== undefined) this.notes.write(`${processName}: ${failure}`);
  }

  private note(text: string): void {
    for (const line of text.split('\n')) this.notes.write(`${this.name}: ${line}`);
  }
}
