import type { NeighbourService } from '../calls/serviceRequest.ts';
import { type Alarm, findQueueArn } from '../alarms/alarm.ts';
import type { MetricReader, MetricWriter } from '../metrics/metricReader.ts';
import { alarmChanged, alarmsChanged } from '../protocol/alarms.ts';
import type { NotificationMethod } from '../protocol/method.ts';
import type { Journal } from '../storage/journal.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import { AlarmService, type AlarmServicePorts } from './alarmService.ts';
import { createCloudWatch } from './cloudWatch.ts';
import { describeAlarmChange, describeAlarmInfo } from './describeAlarms.ts';

/** What programs and the editor can watch: alarms, and the API of CloudWatch. */
export interface Monitoring {
  readonly alarms: AlarmService;
  readonly cloudWatch: NeighbourService;
}

type MonitoringParts = Pick<AlarmServicePorts, 'engine' | 'clock' | 'schedule' | 'scale' | 'log'> & {
  readonly metrics: MetricReader & MetricWriter;
  readonly journal?: Journal | undefined;
  readonly recorder: TraceRecorder;
  /** Sends to every open session. */
  broadcast<P>(method: NotificationMethod<P>, params: P): void;
  /** An alarm went from one state to another. */
  onTransition(alarm: Alarm): void;
  /** Calls back once everything that was done so far is safe. */
  commit(done: (error?: Error) => void): void;
  /** @param where the part that has the defect */
  onDefect(where: string, error: unknown): void;
};

export function createMonitoring(parts: MonitoringParts): Monitoring {
  const { engine, metrics, clock, schedule, journal, recorder } = parts;
  const alarms = new AlarmService({
    engine,
    metrics,
    clock,
    schedule,
    notes: journal,
    scale: parts.scale,
    log: (line) => parts.log(line),
    onDefect: (error) => parts.onDefect('alarms', error),
    onListChange: (list) => parts.broadcast(alarmsChanged, { alarms: list }),
    onTransition: (transition) => {
      const { alarm, before } = transition;
      recorder.recordAlarm(findQueueArn(alarm), describeAlarmChange(transition));
      parts.onTransition(alarm);
      parts.broadcast(alarmChanged, { alarm: describeAlarmInfo(alarm), stateBefore: before.state });
    },
  });
  const cloudWatch = createCloudWatch({
    metrics,
    alarms: alarms.book,
    now: () => clock.now(),
    commit: (done) => {
      alarms.save();
      if (journal === undefined) done();
      else parts.commit(done);
    },
    onDefect: (error) => parts.onDefect('cloudwatch', error),
  });
  return { alarms, cloudWatch };
}
