import { poolOrdered } from '../protocol/pools.ts';
import type { ProcessCredential } from '../protocol/processCredential.ts';
import type { ManagedProcess } from './managedProcess.ts';
import type { ProcessOrders } from './poolProcesses.ts';
import type { PoolSettings } from './poolSettings.ts';
import type { RunnerConnection } from './ports.ts';

/** Whose orders they are. */
interface Owner {
  readonly name: string;
  readonly settings: PoolSettings;
  readonly origin: { readonly folder: string | undefined };
}

/** Sends the orders of a pool to the program that runs it. */
export class RunnerOrders implements ProcessOrders {
  runner: RunnerConnection | undefined;
  private readonly owner: Owner;

  constructor(owner: Owner) {
    this.owner = owner;
  }

  start({ number, name: processName }: ManagedProcess, credential: ProcessCredential): void {
    const { name, settings, origin } = this.owner;
    this.runner?.notify(poolOrdered, {
      name,
      order: 'start',
      process: number,
      processName,
      credential,
      definition: settings.definition,
      ...(origin.folder === undefined ? {} : { folder: origin.folder }),
    });
  }

  stop({ number }: ManagedProcess): void {
    const { name, settings } = this.owner;
    const { graceMs } = settings;
    this.runner?.notify(poolOrdered, { name, order: 'stop', process: number, signal: 'SIGTERM', graceMs });
  }

  kill({ number }: ManagedProcess): void {
    this.runner?.notify(poolOrdered, { name: this.owner.name, order: 'kill', process: number });
  }
}
