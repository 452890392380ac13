import fc from 'fast-check';
import { changeVisibility } from '../../../broker/engine/operations/changeVisibility.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import type { MetricPoint } from '../../../broker/metrics/metricReader.ts';
import { type MetricOptions, Metrics } from '../../../broker/metrics/metrics.ts';
import { QUEUE_METRICS } from '../../../broker/metrics/queueMetrics.ts';
import { caller, EngineHarness, unwrap } from '../engineHarness.ts';
import { PlainMetrics } from './plainMetrics.ts';

const HOUR_MS = 3_600_000;

const QUEUE = fc.nat(2);

/** What programs do, and time that passes; numbers choose among the queues and the handles. */
export const STEP = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      send: QUEUE,
      delaySeconds: fc.constantFrom(undefined, undefined, 5, 70),
      text: fc.nat(3),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      receive: QUEUE,
      maxMessages: fc.integer({ min: 1, max: 10 }),
      visibilitySeconds: fc.constantFrom(0, 1, 30, 100),
      attempt: fc.option(fc.nat(1), { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ remove: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ hide: fc.nat(), seconds: fc.constantFrom(0, 20, 90) }) },
  { weight: 1, arbitrary: fc.record({ purge: QUEUE }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant(true) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      passMs: fc.oneof(
        fc.integer({ min: 0, max: 3000 }),
        fc.constantFrom(1000, 10_000, 60_000),
        fc.integer({ min: 0, max: 200_000 }),
        fc.constantFrom(5 * HOUR_MS, 7 * HOUR_MS),
      ),
    }),
  },
);
export type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;

/** An engine with three queues on a manual clock, measured by the broker and by the plain model. */
export class MetricsWorld {
  readonly harness = new EngineHarness();
  metrics: Metrics;
  readonly plain: PlainMetrics;
  readonly queues: readonly Queue[];
  private readonly handles: { readonly queue: Queue; readonly handle: string }[] = [];

  constructor(options: MetricOptions = {}) {
    const { harness } = this;
    this.metrics = new Metrics(harness.engine, options);
    harness.engine.onEvent((event) => this.metrics.notice(event));
    harness.engine.onIdleCall((queue, call, at) => this.metrics.noticeIdleCall(queue, call, at));
    this.plain = new PlainMetrics(harness.engine);
    const dead = harness.createQueue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 4 });
    this.queues = [harness.createQueue('orders', { RedrivePolicy }), dead, harness.createQueue('steps.fifo')];
  }

  /** Another broker measures from now on. */
  restart(options: MetricOptions): void {
    this.metrics.finish();
    this.metrics = new Metrics(this.harness.engine, options);
  }

  run(step: Step): void {
    const { engine, clock } = this.harness;
    const queueAt = (place: number): Queue => this.queues[place] as Queue;
    const handleAt = (place: number) => this.handles[place % Math.max(1, this.handles.length)];
    if ('send' in step) {
      const queue = queueAt(step.send);
      const body = 'x'.repeat(1 + step.text);
      unwrap(
        sendMessage(
          engine,
          queue,
          queue.isFifo
            ? { body, groupId: `group-${step.text % 2}`, deduplicationId: body }
            : { body, delaySeconds: step.delaySeconds },
          caller,
        ),
      );
    } else if ('receive' in step) {
      const queue = queueAt(step.receive);
      const { attempt, maxMessages, visibilitySeconds } = step;
      const attemptId = attempt === undefined ? undefined : `attempt-${attempt}`;
      const input = { maxMessages, visibilitySeconds, ...(queue.isFifo ? { attemptId } : {}) };
      for (const { receiptHandle } of this.tryReceive(queue, input))
        this.handles.push({ queue, handle: receiptHandle });
    } else if ('remove' in step) {
      const target = handleAt(step.remove);
      if (target !== undefined) deleteMessage(engine, target.queue, target.handle, caller);
    } else if ('hide' in step) {
      const target = handleAt(step.hide);
      if (target === undefined) return;
      const input = { receiptHandle: target.handle, visibilitySeconds: step.seconds };
      changeVisibility(engine, target.queue, input, caller);
    } else if ('purge' in step) purgeQueue(engine, queueAt(step.purge), caller);
    else if ('passMs' in step) clock.advance(step.passMs);
    // Who asks in between must not change what is measured.
    else this.readAll();
  }

  read(queue: Queue, metricName: string, seconds = 60, from = 0): readonly MetricPoint[] {
    const dimensions = [{ name: 'QueueName', value: queue.name }];
    const { region, account } = queue;
    const identity = { region, account, namespace: 'AWS/SQS', metricName, dimensions };
    return this.metrics.read(identity, from, Infinity, seconds);
  }

  readAll(): unknown {
    // Seconds of the last five minutes: those of three hours take long to compare.
    const from = this.harness.clock.now() - 300_000;
    return this.queues.map((queue) =>
      QUEUE_METRICS.map(({ name }) => [this.read(queue, name), this.read(queue, name, 1, from)]),
    );
  }

  private tryReceive(queue: Queue, input: Parameters<EngineHarness['receive']>[1]) {
    try {
      return this.harness.receive(queue, input);
    } catch {
      // An attempt that is spent is refused.
      return [];
    }
  }
}

export function runAll(steps: readonly Step[], options: MetricOptions = {}): MetricsWorld {
  const world = new MetricsWorld(options);
  for (const step of steps) world.run(step);
  return world;
}
