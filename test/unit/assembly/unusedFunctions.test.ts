import assert from 'node:assert/strict';
import { FunctionService, type FunctionServicePorts } from '../../../broker/assembly/functionService.ts';
import { LambdaService, type LambdaServiceParts } from '../../../broker/assembly/lambdaService.ts';
import { FUNCTION, PLACE } from '../../support/functionWorld.ts';

describe('A broker without functions', () => {
  let touched: string[];
  let functions: FunctionService;
  let lambda: LambdaService;

  /** Stands for a part of the broker, and says when anything of it is used. */
  const untouched = (name: string): object =>
    new Proxy(() => undefined, {
      get: (_, member) => {
        touched.push(`${name}.${String(member)}`);
        return () => undefined;
      },
      apply: () => {
        touched.push(name);
        return () => undefined;
      },
    });

  beforeEach(() => {
    touched = [];
    functions = new FunctionService({
      ...listUntouched<FunctionServicePorts>(
        ...(['credentials', 'clock', 'schedule', 'recorder', 'broadcast', 'onInvocation'] as const),
        ...(['onThrottle', 'log', 'onDefect'] as const),
      ),
      place: PLACE,
      notes: undefined,
    });
    lambda = new LambdaService({
      ...listUntouched<LambdaServiceParts>(
        ...(['engine', 'queues', 'metrics', 'schedule', 'trace', 'now', 'addWaker'] as const),
        ...(['commit', 'log', 'onDefect'] as const),
      ),
      place: PLACE,
      notes: undefined,
      functions: functions.book,
    });
    functions.book.useMappings(lambda);
  });

  function listUntouched<Ports extends object>(...names: readonly (keyof Ports & string)[]): Ports {
    return Object.fromEntries(names.map((name) => [name, untouched(name)])) as Ports;
  }

  it('has no timer, listener or waker of them, and is asked nothing by them', () => {
    functions.setAll('queueside.json', '/project', []);
    functions.save();
    functions.book.goBack(60_000);
    lambda.goBack(60_000);
    functions.book.lose({ bufferedBytes: 0, notify: () => undefined });
    lambda.stop();
    functions.stop();
    assert.deepEqual(touched, []);
  });

  it('is none once one is declared', () => {
    functions.setAll('queueside.json', '/project', [FUNCTION]);
    assert.deepEqual(touched, ['schedule']);
  });

  it('leaves calls of queues to SQS', () => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=AKID/20260115/us-east-1/sqs/aws4_request, Signature=0';
    assert.equal(lambda.neighbour.claims({ authorization }, '/', Buffer.from('{}')), false);
    assert.deepEqual(touched, []);
  });
});
