import { PagedContents } from '../contents/pagedContents.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { ConsumerInfo } from '../protocol/trace.ts';
import type { Schedule } from '../time/schedule.ts';
import { TraceRecorder } from '../trace/recorder.ts';
import { LeaseBook } from './leaseBook.ts';
import { GATEWAY_TRACE_CAPACITY, MessageBook } from './messageBook.ts';
import { Observer } from './observer.ts';
import type { OwnCalls } from './ownCalls.ts';
import { QueueBook } from './queueBook.ts';

export interface GatewayTracePorts {
  /** URL of the connection. */
  readonly endpoint: string;
  readonly region: string;
  readonly schedule: Schedule;
  readonly ownCalls: OwnCalls;
  /** Epoch ms. */
  now(): number;
  consumer(caller: Caller): ConsumerInfo;
}

/** What a gateway remembers of the calls that passed, and its trace. */
export class GatewayTrace {
  readonly recorder: TraceRecorder;
  readonly leases: LeaseBook;
  readonly observer: Observer;
  private readonly queues = new QueueBook();
  private readonly ports: GatewayTracePorts;

  constructor(ports: GatewayTracePorts) {
    this.ports = ports;
    const { endpoint, schedule } = ports;
    const now = (): number => ports.now();
    const messages = new MessageBook();
    this.recorder = new TraceRecorder(
      {
        now,
        messageId: (number) => messages.idOf(number),
        messageNumber: (id) => messages.find(id)?.number,
        consumer: (caller) => ports.consumer(caller),
        remembered: new PagedContents(),
      },
      GATEWAY_TRACE_CAPACITY,
    );
    this.leases = new LeaseBook({ now, schedule, onExpired: (lease) => this.observer.expire(lease) });
    this.observer = new Observer({
      endpoint,
      recorder: this.recorder,
      messages,
      leases: this.leases,
      queues: this.queues,
      now,
      onUnknownQueue: (arn, url) => void this.askFor(arn, url),
    });
  }

  stop(): void {
    this.leases.stop();
  }

  /** Without its visibility timeout, nothing is known of when a message comes back. */
  private async askFor(arn: string, url: string): Promise<void> {
    const { ownCalls, region } = this.ports;
    const answer = await ownCalls.call(
      'GetQueueAttributes',
      { QueueUrl: url, AttributeNames: ['All'] },
      region,
    );
    if (!answer.ok) return;
    this.queues.learn(arn, answer.output['Attributes']);
    const timeoutMs = this.queues.find(arn)?.visibilityMs;
    if (timeoutMs === undefined) return;
    for (const lease of this.leases.listOf(arn)) {
      if (lease.deadline === undefined) this.leases.reopen(lease, lease.receivedAt + timeoutMs);
    }
  }
}
