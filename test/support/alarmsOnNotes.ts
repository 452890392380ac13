import assert from 'node:assert/strict';
import { AlarmService, type AlarmServicePorts } from '../../broker/assembly/alarmService.ts';
import { createEngineDependencies } from '../../broker/assembly/engineDependencies.ts';
import type { NoteKeeper } from '../../broker/engine/base/noteKeeper.ts';
import { createEngine } from '../../broker/engine/operations/createEngine.ts';
import { Metrics } from '../../broker/metrics/metrics.ts';
import { ControllableClock } from '../../broker/time/clock.ts';
import { ManualMachine } from './manualMachine.ts';

export const PLACE = { region: 'us-east-1', account: '000000000000' };
/** Goes off when more than one is counted in a minute. */
export const ALARM = {
  AlarmName: 'waiting',
  Namespace: 'Shop',
  MetricName: 'orders',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
};

/** Notes in memory. */
export class Notes implements NoteKeeper {
  readonly texts = new Map<string, string>();
  writes = 0;
  /** How long what was written is, by its key. */
  readonly written = new Map<string, number>();

  readNote(key: string): string | undefined {
    return this.texts.get(key);
  }

  writeNote(key: string, value: string): void {
    this.writes += 1;
    this.texts.set(key, value);
    this.written.set(key, value.length);
  }
}

/** A service on notes that outlive it. */
export function openAlarms(
  notes: Notes,
  logged: string[] = [],
  others: Partial<AlarmServicePorts> = {},
): { service: AlarmService; clock: ControllableClock; machine: ManualMachine; metrics: Metrics } {
  const machine = new ManualMachine();
  const clock = new ControllableClock(machine);
  const engine = createEngine(createEngineDependencies(clock), { identityKey: [1, 2, 3, 4] });
  const metrics = new Metrics(engine);
  const ports: AlarmServicePorts = {
    engine,
    metrics,
    clock,
    schedule: machine.after,
    notes,
    log: (line) => logged.push(line),
    onDefect: (error) => assert.fail(String(error)),
    onTransition: () => undefined,
    onListChange: () => undefined,
    scale: () => undefined,
    ...others,
  };
  return { service: new AlarmService(ports), clock, machine, metrics };
}
