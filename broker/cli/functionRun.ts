import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { ControlClient } from '../client/controlClient.ts';
import { LOOPS, startFunction } from '../functionRunner/functionProgram.ts';
import { FunctionRunner, type FunctionRunnerPorts } from '../functionRunner/functionRunner.ts';
import { measurePeakMemory } from '../functionRunner/peakMemory.ts';
import { watchFunction } from '../functionRunner/watchFunction.ts';
import { Programs } from '../programs/programs.ts';
import type { BrokerInfo } from '../protocol/broker.ts';
import { getBroker } from '../protocol/broker.ts';
import {
  functionEnded,
  type FunctionEndedParams,
  type FunctionInfo,
  functionInvoked,
  functionOrdered,
  runFunction,
  stopFunction,
} from '../protocol/functions.ts';
import { systemSchedule } from '../time/schedule.ts';
import { FunctionOutput } from './functionOutput.ts';
import { EXIT_KILLED, onInterrupt } from './interrupts.ts';

/** The broker is gone. */
const EXIT_FAILED = 1;
/** From SIGTERM to SIGKILL without the broker. */
const GRACE_MS = 2000;

/** Runs functions at a shell: what their processes write, with their names, and what becomes of them. */
export class FunctionRun {
  private readonly client: ControlClient;
  private readonly output: FunctionOutput;
  private readonly ports: FunctionRunnerPorts;
  /** By name; those that are over are not in it. */
  private readonly runners = new Map<string, FunctionRunner>();
  /** Functions that it is to run, or that the broker has running here, by name. */
  private readonly running = new Set<string>();
  private isInterrupted = false;
  private finish: (exitCode: number) => void = () => undefined;

  private constructor(
    client: ControlClient,
    broker: BrokerInfo,
    inherited: NodeJS.ProcessEnv,
    output: FunctionOutput,
  ) {
    this.client = client;
    this.output = output;
    const folder = process.cwd();
    // HTTPS would need a certificate that each program trusts.
    const { endpoint, region } = broker;
    const start = { programs: new Programs(), inherited, broker: { endpoint, region }, folder, loops: LOOPS };
    this.ports = {
      channel: client,
      start: (order, onLine) => startFunction(order, { ...start, onLine }),
      watchCode: (order, onChange) =>
        watchFunction(order, resolve(folder), {
          onChange,
          onIncomplete: () =>
            output.note(l10n.t('Not all of its folders can be watched for changes.'), order.name),
        }),
      measureMemory: measurePeakMemory,
      schedule: systemSchedule,
      onLine: (environmentName, line, stream) => output.line(environmentName, line, stream),
      onChange: (change) => {
        output.changed(change);
        this.review();
      },
    };
  }

  static async prepare(
    client: ControlClient,
    inherited: NodeJS.ProcessEnv,
    isJson: boolean,
  ): Promise<FunctionRun> {
    const broker = await client.request(getBroker, {});
    return new FunctionRun(client, broker, inherited, new FunctionOutput(isJson));
  }

  /** Resolves with the exit code when the functions have been stopped or deleted, and their processes have ended. */
  async run(functions: readonly FunctionInfo[], user: string | undefined): Promise<number> {
    const { client, runners, output } = this;
    const finished = new Promise<number>((finish) => {
      this.finish = finish;
    });
    client.onNotification(functionOrdered, (order) => runners.get(order.name)?.take(order));
    client.onNotification(functionInvoked, ({ reports }) => output.invoked(reports));
    client.onNotification(functionEnded, (ended) => this.noteEnd(ended));
    const names = functions.map(({ definition }) => definition.name);
    for (const name of names) this.running.add(name);
    try {
      for (const name of names) await this.begin(name, user);
    } catch (error) {
      // Another one of them may have been invoked already.
      await this.endAll();
      throw error;
    }
    const endWithoutBroker = (): void => void this.endWithoutBroker();
    client.socket.once('close', endWithoutBroker);
    const offInterrupt = onInterrupt(() => this.interrupt());
    // What reads the output has ended: there is nothing left to run the functions for.
    process.stdout.on('error', () => this.stop());
    process.stderr.on('error', () => this.stop());
    output.ready(names);
    const exitCode = await finished;
    client.socket.off('close', endWithoutBroker);
    offInterrupt();
    await this.endAll();
    return exitCode;
  }

  private async begin(name: string, user: string | undefined): Promise<void> {
    this.runners.set(name, new FunctionRunner(name, this.ports));
    await this.client.request(runFunction, {
      name,
      canFreeze: process.platform !== 'win32',
      ...(user === undefined ? {} : { user }),
    });
  }

  private interrupt(): void {
    if (this.isInterrupted) {
      void Promise.all([...this.runners.values()].map((runner) => runner.killAll())).then(() =>
        this.finish(EXIT_KILLED),
      );
      return;
    }
    this.isInterrupted = true;
    this.output.note(
      l10n.t('The functions stop: their invocations are finished. Press Ctrl+C again to kill them.'),
    );
    this.stop();
  }

  private stop(): void {
    // A lost connection is noticed on its own.
    for (const name of this.running) void this.client.request(stopFunction, { name }).catch(() => undefined);
  }

  private async endWithoutBroker(): Promise<void> {
    this.output.note(
      l10n.t('The connection to the broker was lost. The processes of the functions are ended.'),
    );
    await this.endAll();
    this.finish(EXIT_FAILED);
  }

  private async endAll(): Promise<void> {
    await Promise.all(
      [...this.runners.values()].map(async (runner) => {
        await runner.endAll(GRACE_MS);
        runner.close();
      }),
    );
  }

  /** Another program may run it by now: what the broker says of all functions does not show that it has ended here. */
  private noteEnd({ name, isDeleted }: FunctionEndedParams): void {
    this.running.delete(name);
    if (isDeleted) this.output.note(l10n.t('The function was deleted.'), name);
    this.review();
  }

  /** Whether all functions are over, and the last process has ended. */
  private review(): void {
    if (this.running.size > 0) return;
    for (const { runningCount } of this.runners.values()) if (runningCount > 0) return;
    this.finish(0);
  }
}
