import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import type { MetricPoint } from '../../../broker/metrics/metricReader.ts';
import { type MetricOptions, Metrics } from '../../../broker/metrics/metrics.ts';
import { caller, EngineHarness, unwrap } from '../engineHarness.ts';

/** An engine on a manual clock that begins with a minute, and its metrics. */
export class MeasuredEngine extends EngineHarness {
  readonly start: number;
  metrics: Metrics;

  constructor(options: MetricOptions = {}) {
    super();
    this.clock.advance(60_000 - (this.clock.now() % 60_000));
    this.start = this.clock.now();
    this.metrics = new Metrics(this.engine, options);
    this.engine.onEvent((event) => this.metrics.notice(event));
    this.engine.onIdleCall((queue, call, at) => this.metrics.noticeIdleCall(queue, call, at));
  }

  /** Another broker measures from now on. */
  restart(options: MetricOptions): void {
    this.metrics.finish();
    this.metrics = new Metrics(this.engine, options);
  }

  /** The broker is killed, and another one measures from now on. */
  kill(options: MetricOptions): void {
    this.metrics = new Metrics(this.engine, options);
  }

  send(queue: Queue, body = 'x', groupId?: string): string {
    const input = queue.isFifo ? { body, groupId, deduplicationId: body } : { body, groupId };
    return unwrap(sendMessage(this.engine, queue, input, caller)).messageId;
  }

  passMinutes(minutes: number): void {
    this.clock.advance(minutes * 60_000);
  }

  read(queue: Queue, metricName: string, periodSeconds = 60): readonly MetricPoint[] {
    const { region, account, name } = queue;
    const dimensions = [{ name: 'QueueName', value: name }];
    const identity = { region, account, namespace: 'AWS/SQS', metricName, dimensions };
    return this.metrics.read(identity, 0, Infinity, periodSeconds);
  }

  /** One statistic by the minute since the start; undefined: no point. */
  readMinutes(
    queue: Queue,
    metric: string,
    statistic: 'sum' | 'minimum' | 'maximum',
  ): (number | undefined)[] {
    const values: (number | undefined)[] = [];
    for (const point of this.read(queue, metric))
      values[(point.start - this.start) / 60_000] = point[statistic];
    return Array.from(values);
  }
}
