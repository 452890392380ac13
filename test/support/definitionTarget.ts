import { BucketBook } from '../../broker/buckets/bucketBook.ts';
import type { DefinitionTarget } from '../../broker/definitions/definition.ts';
import type { Clock } from '../../broker/engine/base/clock.ts';
import { AlarmService } from '../../broker/assembly/alarmService.ts';
import { Metrics } from '../../broker/metrics/metrics.ts';
import { ControllableClock } from '../../broker/time/clock.ts';
import { ManualMachine } from './manualMachine.ts';
import { ManualClock } from '../../broker/engine/base/clock.ts';
import { createEngine } from '../../broker/engine/operations/createEngine.ts';
import { createEngineDependencies } from '../../broker/assembly/engineDependencies.ts';
import { fail } from '../../broker/engine/base/result.ts';
import { FunctionBook } from '../../broker/functions/functionBook.ts';
import { PoolBook } from '../../broker/pools/poolBook.ts';
import { FaultRegistry } from '../../broker/faults/registry.ts';

/** An engine without queues, with its faults, that definitions can be applied to. */
export function makeDefinitionTarget(clock: Clock = new ManualClock()): DefinitionTarget {
  const engine = createEngine(createEngineDependencies(clock), { identityKey: [1, 2, 3, 4] });
  const faults = new FaultRegistry({
    engine,
    schedule: () => () => undefined,
    report: () => undefined,
    onChange: () => undefined,
  });
  const buckets = new BucketBook({
    engine,
    schedule: () => () => undefined,
    measure: () => 0,
    notes: undefined,
    onSent: () => undefined,
    onWarnings: () => undefined,
    log: () => undefined,
  });
  const alarms = new AlarmService({
    engine,
    metrics: new Metrics(engine),
    clock: new ControllableClock(new ManualMachine()),
    schedule: () => () => undefined,
    notes: undefined,
    scale: () => undefined,
    log: () => undefined,
    onDefect: () => undefined,
    onTransition: () => undefined,
    onListChange: () => undefined,
  });
  const pools = new PoolBook(engine, {
    place: { region: 'us-east-1', account: '000000000000' },
    now: () => clock.now(),
    wakeAt: () => undefined,
    admit: () => fail('InvalidParameterValue', 'No process is started here.'),
    noteProcessId: () => undefined,
    readAlarm: () => undefined,
    createRandom: () => () => 0,
    revoke: () => undefined,
    recordProcess: () => undefined,
    recordDecision: () => undefined,
    recordBlock: () => undefined,
    onChange: () => undefined,
  });
  const functions = new FunctionBook({
    place: { region: 'us-east-1', account: '000000000000' },
    now: () => clock.now(),
    elapsedMs: () => 0,
    systemNow: () => 0,
    schedule: () => () => undefined,
    createIds: () => ({ requestId: '', traceId: '' }),
    createLogStream: () => '',
    admit: () => fail('InvalidParameterValue', 'No process is started here.'),
    dismiss: () => undefined,
    noteProcessId: () => undefined,
    openSeat: () => undefined,
    recordBegin: () => undefined,
    recordInvocation: () => undefined,
    recordThrottle: () => undefined,
    recordFault: () => undefined,
    onChange: () => undefined,
  });
  return { engine, faults, alarms, buckets, pools, functions };
}
