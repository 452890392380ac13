import type { FunctionRunner } from '../functions/functionPorts.ts';
import { FunctionService, type FunctionServicePorts } from './functionService.ts';
import { PoolService, type PoolServicePorts } from './poolService.ts';
import { type CredentialPorts, ProcessCredentials } from './processCredentials.ts';

export type ProcessServicePorts = CredentialPorts &
  Omit<PoolServicePorts, 'credentials' | 'onDefect'> &
  Omit<FunctionServicePorts, 'credentials'>;

/** What has programs of the user run: worker pools and functions. */
export class ProcessServices {
  readonly pools: PoolService;
  readonly functions: FunctionService;

  constructor(ports: ProcessServicePorts) {
    const credentials = new ProcessCredentials(ports);
    const onDefect = (error: unknown): void => ports.onDefect('pools', error);
    this.pools = new PoolService({ ...ports, credentials, onDefect });
    this.functions = new FunctionService({ ...ports, credentials });
  }

  /** The connection of a runner has ended. */
  lose(runner: FunctionRunner): void {
    this.pools.book.lose(runner);
    this.functions.book.lose(runner);
  }

  stop(): void {
    this.pools.stop();
    this.functions.stop();
  }
}
