import type { FunctionRunner } from '../functions/functionPorts.ts';
import type { Ledger } from '../billing/ledger.ts';
import type { ApiCall } from '../calls/apiCall.ts';
import type { MetricWriter } from '../metrics/metricReader.ts';
import { FunctionService, type FunctionServicePorts } from './functionService.ts';
import { LambdaService } from './lambdaService.ts';
import { createMappingQueues } from './mappingQueues.ts';
import { traceMappings } from './mappingTrace.ts';
import { PoolService, type PoolServicePorts } from './poolService.ts';
import { type CredentialPorts, ProcessCredentials } from './processCredentials.ts';

export type ProcessServicePorts = CredentialPorts &
  Omit<PoolServicePorts, 'credentials' | 'onDefect'> &
  Omit<FunctionServicePorts, 'credentials' | 'onInvocation' | 'onThrottle'> & {
    readonly ledger: Ledger;
    /** Something was counted in the ledger, beside API calls. */
    onBilled(): void;
    readonly metrics: MetricWriter;
    /** Counts and traces a call of a mapping; called in the middle of an operation of the engine. */
    onApiCall(call: ApiCall): void;
    /** Calls back once everything that was done so far is safe. */
    commit(done: (error?: Error) => void): void;
  };

/** What has programs of the user run: worker pools and functions. */
export class ProcessServices {
  readonly pools: PoolService;
  readonly functions: FunctionService;
  readonly lambda: LambdaService;

  constructor(ports: ProcessServicePorts) {
    const credentials = new ProcessCredentials(ports);
    const onDefect = (error: unknown): void => ports.onDefect('pools', error);
    this.pools = new PoolService({ ...ports, credentials, onDefect });
    this.functions = new FunctionService({
      ...ports,
      credentials,
      onInvocation: (report, concurrent) => {
        ports.ledger.functions.count(report);
        ports.onBilled();
        this.lambda.noteInvocation(report, concurrent);
      },
      onThrottle: (functionName) => this.lambda.noteThrottle(functionName),
    });
    const { book } = this.functions;
    this.lambda = new LambdaService({
      ...ports,
      queues: createMappingQueues(ports.engine, (call) => ports.onApiCall(call)),
      functions: book,
      trace: traceMappings(ports.recorder),
      now: () => ports.clock.now(),
      addWaker: (wake) => ports.clock.addWaker(wake),
      onDefect: (error) => ports.onDefect('mappings', error),
    });
    book.useMappings(this.lambda);
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
