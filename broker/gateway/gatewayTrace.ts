import { PagedContents } from '../contents/pagedContents.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { Findings } from '../findings/findings.ts';
import type { FindingsChangedParams } from '../protocol/findings.ts';
import type { HoldFailedParams } from '../protocol/gateway.ts';
import type { ConsumerInfo } from '../protocol/trace.ts';
import type { Schedule } from '../time/schedule.ts';
import { TraceRecorder } from '../trace/recorder.ts';
import type { TraceNames } from '../trace/traceEvent.ts';
import { createGatewayFindings } from './gatewayFindings.ts';
import { LeaseBook } from './leaseBook.ts';
import { GATEWAY_TRACE_CAPACITY, MessageBook } from './messageBook.ts';
import { recordExtension, recordHeld, type RecordPorts } from './leaseRecords.ts';
import { listEntries, readText } from './observedMembers.ts';
import { Observer } from './observer.ts';
import { isDenied, type OwnCalls } from './ownCalls.ts';
import { QueueBook } from './queueBook.ts';
import { QueueSettings } from './queueSettings.ts';
import { type HoldFailure, VisibilityHolds, type WantedTimeout } from './visibilityHolds.ts';

export interface GatewayTracePorts {
  /** URL of the connection. */
  readonly endpoint: string;
  readonly region: string;
  readonly schedule: Schedule;
  readonly ownCalls: OwnCalls;
  /** That calls for a program are signed for. */
  regionOf(caller: Caller): string;
  onHoldFailed(failure: HoldFailedParams): void;
  onFindings(findings: FindingsChangedParams['findings']): void;
  /** Epoch ms. */
  now(): number;
  consumer(caller: Caller): ConsumerInfo;
}

/** Who calls for a program that is paused. */
const GATEWAY = {
  consumerId: 'queueside-gateway',
  accessKeyId: 'queueside-gateway',
  userAgent: 'queueside-gateway',
} as const;

/** What a gateway remembers of the calls that passed, and its trace. */
export class GatewayTrace {
  readonly recorder: TraceRecorder;
  readonly messages = new MessageBook();
  readonly leases: LeaseBook;
  readonly observer: Observer;
  readonly holds: VisibilityHolds;
  readonly findings: Findings;
  private readonly queues = new QueueBook();
  private readonly settings: QueueSettings;
  private readonly ports: GatewayTracePorts;
  private readonly records: RecordPorts;

  constructor(ports: GatewayTracePorts) {
    this.ports = ports;
    const { endpoint, schedule } = ports;
    const now = (): number => ports.now();
    const { messages } = this;
    const names: TraceNames = {
      messageId: (number) => messages.idOf(number),
      consumer: (caller) => ports.consumer(caller),
    };
    this.recorder = new TraceRecorder(
      {
        ...names,
        now,
        messageNumber: (id) => messages.find(id)?.number,
        remembered: new PagedContents(),
      },
      GATEWAY_TRACE_CAPACITY,
    );
    this.findings = createGatewayFindings(names, this.recorder, this.queues, schedule, (findings) =>
      ports.onFindings(findings),
    );
    this.records = { recorder: this.recorder, now };
    this.leases = new LeaseBook({ now, schedule, onExpired: (lease) => this.observer.expire(lease) });
    this.settings = new QueueSettings({
      queues: this.queues,
      ownCalls: ports.ownCalls,
      region: ports.region,
      schedule,
      onTimeout: (arn, visibilityMs) => {
        for (const lease of this.leases.listOf(arn)) {
          if (lease.deadline === undefined) this.leases.reopen(lease, lease.receivedAt + visibilityMs);
        }
      },
    });
    this.observer = new Observer({
      endpoint,
      recorder: this.recorder,
      messages,
      leases: this.leases,
      queues: this.queues,
      now,
      onUnknownQueue: (arn, url) => void this.settings.ask(arn, url),
    });
    this.holds = new VisibilityHolds({
      leases: this.leases,
      schedule,
      now,
      extend: (wanted) => this.extend(wanted),
      timeoutOf: (arn) => this.queues.find(arn)?.visibilityMs,
      onHeld: (lease) => recordHeld(this.records, 'held', lease),
      onReleased: (lease) => recordHeld(this.records, 'released', lease),
      onFailure: ({ queueArn, messageNumber, deadline, caller }, failure) =>
        ports.onHoldFailed({
          program: ports.consumer(caller).name,
          accessKeyId: caller.accessKeyId,
          queueArn,
          messageId: messages.idOf(messageNumber),
          ...failure,
          ...(deadline !== undefined && { returnsAt: deadline }),
        }),
    });
  }

  stop(): void {
    this.holds.stop();
    this.settings.stop();
    this.leases.stop();
  }

  /** Extends receives of one queue. */
  private async extend(
    wanted: readonly WantedTimeout[],
  ): Promise<ReadonlyMap<string, HoldFailure> | HoldFailure> {
    const { ownCalls } = this.ports;
    const startedAt = performance.now();
    const [first] = wanted;
    if (first === undefined) return new Map();
    const { caller, queueArn, queueUrl } = first.lease;
    const action = 'ChangeMessageVisibilityBatch';
    const Entries = wanted.map(({ lease, timeoutSeconds: VisibilityTimeout }, index) => ({
      Id: String(index),
      ReceiptHandle: lease.receiptHandle,
      VisibilityTimeout,
    }));
    const answer = await ownCalls.call(action, { QueueUrl: queueUrl, Entries }, this.ports.regionOf(caller));
    const failed = answer.ok
      ? new Map(
          listEntries(answer.output['Failed']).map((entry) => [
            wanted[Number(entry['Id'])]?.lease.receiptHandle ?? '',
            readHoldFailure(entry),
          ]),
        )
      : { reason: answer.message, isDenied: answer.isDenied };
    recordExtension(this.records, {
      made: 'has' in failed ? wanted.filter(({ lease }) => !failed.has(lease.receiptHandle)) : [],
      queueArn,
      error: answer.ok ? undefined : answer.message,
      durationMs: performance.now() - startedAt,
      caller: {
        ...GATEWAY,
        account: caller.account,
        region: caller.region,
        action,
        requestId: answer.ok ? answer.requestId : '',
      },
    });
    return failed;
  }
}

/** @param entry of a batch */
function readHoldFailure(entry: Readonly<Record<string, unknown>>): HoldFailure {
  const code = readText(entry['Code'], 'It failed.');
  return { reason: readText(entry['Message'], code), isDenied: isDenied(code) };
}
