import { once } from 'node:events';
import {
  debug,
  type DebugAdapter,
  type DebugConfiguration,
  type DebugProtocolMessage,
  EventEmitter,
  l10n,
} from 'vscode';
import { stopFunction } from '../../broker/protocol/functions.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { showMissing } from '../ground/missing.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import type { DebuggedEnvironment, FunctionLaunches } from './functionLaunches.ts';
import type { FunctionRun } from './functionRunners.ts';
import { debugFunction, describeDebugging, type RunFunctionsNeeds } from './runFunctions.ts';

export interface DebugSessionNeeds extends RunFunctionsNeeds {
  /** Knows the environments that the debugger starts. */
  readonly launches: Pick<FunctionLaunches, 'listDebugged'>;
}

/** A request of VS Code: the parts that are read. */
interface Request {
  readonly type: string;
  readonly seq: number;
  readonly command: string;
  readonly arguments?: {
    /** Of `launch`. */
    readonly noDebug?: boolean;
    /** Of `setBreakpoints`. */
    readonly breakpoints?: readonly unknown[];
  };
}

/** Why a request failed. `isTold`: the user has read it already. */
interface Failure {
  readonly failure: string;
  readonly isTold: boolean;
}

type Answer = { readonly body?: object } | Failure;

const TOLD: Failure = { failure: '', isTold: true };

/**
 * The debug session of a launch configuration: the function runs in this window as long as it. It has no process of its own; each
 * environment has a session of its debugger, beside it.
 */
export class FunctionDebugSession implements DebugAdapter {
  readonly #needs: DebugSessionNeeds;
  readonly #name: string;
  readonly #sent = new EventEmitter<DebugProtocolMessage>();
  readonly onDidSendMessage = this.#sent.event;
  /** Aborted when the session ends. It may do so before the function runs. */
  readonly #ending = new AbortController();
  /** The run of the function that ends with this session, and this session with it. */
  #run: FunctionRun | undefined;
  #sequence = 0;

  constructor(needs: DebugSessionNeeds, configuration: DebugConfiguration) {
    this.#needs = needs;
    this.#name = String(configuration['function']);
  }

  handleMessage(message: DebugProtocolMessage): void {
    const request = message as Request;
    if (request.type === 'request') tellFailure(this.#respond(request));
  }

  dispose(): void {
    this.#ending.abort();
    this.#sent.dispose();
  }

  async #respond(request: Request): Promise<void> {
    const { seq, command } = request;
    const answer = await this.#answer(request).catch((error: unknown) => ({
      failure: error instanceof Error ? error.message : String(error),
      isTold: false,
    }));
    const about = { type: 'response', request_seq: seq, command };
    if ('failure' in answer) {
      const { failure: format, isTold } = answer;
      const body = { error: { id: 1, format, showUser: !isTold } };
      this.#send({ ...about, success: false, message: format, body });
      return;
    }
    this.#send({ ...about, success: true, ...answer });
    if (command === 'initialize') this.#send({ type: 'event', event: 'initialized' });
  }

  async #answer({ command, arguments: args = {} }: Request): Promise<Answer> {
    switch (command) {
      case 'initialize':
        return { body: { supportsTerminateRequest: true } };
      case 'launch':
        // What it waits for may take long.
        return Promise.race([this.#launch(args.noDebug === true), this.#waitForEnding()]);
      case 'threads':
        return { body: { threads: [] } };
      case 'setBreakpoints': {
        // Those of its environments set them.
        const message = l10n.t('The first message starts the function {0}.', this.#name);
        return { body: { breakpoints: (args.breakpoints ?? []).map(() => ({ verified: false, message })) } };
      }
      case 'evaluate':
        return {
          failure: l10n.t('Choose the session of an environment, such as {0}.', `${this.#name} #1`),
          isTold: false,
        };
      case 'terminate':
        await this.#stop(({ number }) => this.#isPaused(number));
        return {};
      case 'disconnect':
        await this.#stop(() => true);
        return {};
      default:
        return {};
    }
  }

  async #launch(noDebug: boolean): Promise<Answer> {
    const { session, prepare, source, runners } = this.#needs;
    const { signal } = this.#ending;
    await session.start();
    await prepare();
    await source.refresh();
    if (signal.aborted) return TOLD;
    const info = source.find(this.#name);
    if (info === undefined) {
      const text = l10n.t(
        'The function {0} does not exist. Declare it in queueside.json, or use the template that declares it.',
        this.#name,
      );
      void showMissing({ text, remedy: { title: l10n.t('Use Template…'), command: COMMANDS.useTemplate } });
      return TOLD;
    }
    const before = runners.findRun(this.#name);
    const run = await (noDebug
      ? runners.run(this.#name, 'run', signal)
      : debugFunction(this.#needs, info, signal));
    if (run === undefined) return TOLD;
    if (signal.aborted) {
      if (run !== before) await this.#stopRun(run);
      return TOLD;
    }
    this.#run = run;
    this.#print(noDebug ? l10n.t('The function {0} is running.', this.#name) : describeDebugging(this.#name));
    void run.ended.then(() => {
      // The next run is not for this session.
      this.#run = undefined;
      this.#send({ type: 'event', event: 'terminated' });
    });
    return {};
  }

  async #waitForEnding(): Promise<Failure> {
    await once(this.#ending.signal, 'abort');
    return TOLD;
  }

  /** Its invocations are finished first, but for those whose session ends. */
  async #stop(endsNow: (environment: DebuggedEnvironment) => boolean): Promise<void> {
    this.#ending.abort();
    if (this.#run === undefined) return;
    const ending = this.#needs.launches.listDebugged(this.#name).filter(endsNow);
    await this.#stopRun(this.#run);
    await Promise.all(ending.map(({ session }) => debug.stopDebugging(session)));
  }

  async #stopRun(run: FunctionRun): Promise<void> {
    const { session, source, runners } = this.#needs;
    if (runners.findRun(this.#name) === run)
      source.take(await session.request(stopFunction, { name: this.#name }));
  }

  #isPaused(environment: number): boolean {
    const { environments = [] } = this.#needs.source.find(this.#name) ?? {};
    return environments.some(({ number, isPaused }) => number === environment && isPaused === true);
  }

  #print(line: string): void {
    this.#send({ type: 'event', event: 'output', body: { category: 'stdout', output: `${line}\n` } });
  }

  #send(message: object): void {
    this.#sequence += 1;
    this.#sent.fire({ ...message, seq: this.#sequence });
  }
}
