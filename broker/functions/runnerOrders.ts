import {
  functionEnded,
  type FunctionOrder,
  functionInvoked,
  functionOrdered,
} from '../protocol/functions.ts';
import type { InvocationReport } from '../protocol/invocation.ts';
import type { ProcessCredential } from '../protocol/processCredential.ts';
import type { Environment } from './environment.ts';
import type { EnvironmentOrders } from './environmentPorts.ts';
import type { FunctionRunner } from './functionPorts.ts';
import type { FunctionSettings } from './functionSettings.ts';

/** A runner that has so much to read gets no reports. */
const MAXIMUM_UNREAD_BYTES = 1_048_576;

/** Whose orders they are. */
interface Owner {
  readonly name: string;
  readonly settings: FunctionSettings;
  readonly origin: { readonly folder: string | undefined };
}

/** Sends the orders of a function to the program that runs it. */
export class RunnerOrders implements EnvironmentOrders {
  runner: FunctionRunner | undefined;
  private readonly owner: Owner;
  private readonly createLogStream: () => string;

  constructor(owner: Owner, createLogStream: () => string) {
    this.owner = owner;
    this.createLogStream = createLogStream;
  }

  start({ facts }: Environment, credential: ProcessCredential, runtimeApi: string): void {
    const { settings, origin } = this.owner;
    this.send({
      order: 'start',
      environment: facts.number,
      environmentName: facts.name,
      credential,
      definition: settings.definition,
      ...(origin.folder === undefined ? {} : { folder: origin.folder }),
      runtimeApi,
      logStream: this.createLogStream(),
    });
  }

  freeze({ facts }: Environment): void {
    this.send({ order: 'freeze', environment: facts.number });
  }

  thaw({ facts }: Environment): void {
    this.send({ order: 'thaw', environment: facts.number });
  }

  stop({ facts }: Environment, graceMs: number): void {
    this.send({ order: 'stop', environment: facts.number, graceMs });
  }

  kill({ facts }: Environment): void {
    this.send({ order: 'kill', environment: facts.number });
  }

  askForLines({ facts }: Environment, requestId: string): void {
    this.send({ order: 'report', environment: facts.number, requestId });
  }

  /** The program no longer runs the function. */
  end(isDeleted: boolean): void {
    this.runner?.notify(functionEnded, { name: this.owner.name, isDeleted });
    this.runner = undefined;
  }

  report(report: InvocationReport): void {
    const { runner } = this;
    if (runner === undefined || runner.bufferedBytes > MAXIMUM_UNREAD_BYTES) return;
    runner.notify(functionInvoked, report);
  }

  private send(order: FunctionOrder): void {
    this.runner?.notify(functionOrdered, { name: this.owner.name, ...order });
  }
}
