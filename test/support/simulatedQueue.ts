import type { Caller } from '../../broker/engine/base/caller.ts';
import { ManualClock } from '../../broker/engine/base/clock.ts';
import { objectContents } from '../../broker/engine/base/content.ts';
import { messageIdOf, messageNumberOf } from '../../broker/engine/base/identity.ts';
import { LIMITS } from '../../broker/engine/base/limits.ts';
import type { Engine } from '../../broker/engine/engine.ts';
import { createEngine } from '../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import { deleteMessage } from '../../broker/engine/operations/deleteMessage.ts';
import { receiveMessages } from '../../broker/engine/operations/receiveMessages.ts';
import { sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import { ConsumerRegistry } from '../../broker/trace/consumers.ts';
import { TraceRecorder } from '../../broker/trace/recorder.ts';
import { IDENTITY_KEY, testPorts, unwrap } from './engineHarness.ts';
import { makeCaller } from './testCaller.ts';

/** When messages are sent, and what consumers do with them. */
export interface SimulatedLoad {
  readonly consumers: number;
  /** Times after the start, ms, in their order. */
  readonly arrivals: readonly number[];
  /** How long handling the next message takes, ms. */
  readonly drawHandlingMs: () => number;
}

interface Work {
  readonly endsAt: number;
  readonly receiptHandle: string;
  readonly consumer: number;
}

/** A queue of the broker's engine, with its trace, under a manual clock: a day passes in a moment. */
export class SimulatedQueue {
  readonly clock = new ManualClock();
  readonly queue: Queue;
  readonly recorder: TraceRecorder;
  /** How long each message waited, ms. */
  readonly waits: number[] = [];
  private readonly engine: Engine;
  private readonly works: Work[] = [];
  private idle: number[] = [];
  private drawHandlingMs: () => number = () => 0;

  constructor() {
    this.engine = createEngine(testPorts(this.clock), {
      identityKey: IDENTITY_KEY,
      limits: LIMITS.strict,
    });
    const consumers = new ConsumerRegistry();
    this.recorder = new TraceRecorder({
      messageId: (number) => messageIdOf(IDENTITY_KEY, number),
      messageNumber: (messageId) => messageNumberOf(IDENTITY_KEY, messageId),
      consumer: (caller: Caller) => consumers.describe(caller),
      now: () => this.clock.now(),
      remembered: objectContents,
    });
    const attributes = { VisibilityTimeout: '43200', ReceiveMessageWaitTimeSeconds: '20' };
    this.queue = unwrap(createQueue(this.engine, { name: 'orders', attributes }, makeCaller()));
    this.engine.onEvent((event) => this.recorder.recordEvent(event));
  }

  /** Until all messages are deleted. */
  run({ consumers, arrivals, drawHandlingMs }: SimulatedLoad): void {
    const start = this.clock.now();
    this.drawHandlingMs = drawHandlingMs;
    this.idle = Array.from({ length: consumers }, (_, consumer) => consumer);
    const sender = makeCaller({ action: 'SendMessage' });
    let next = 0;
    while (next < arrivals.length || this.works.length > 0) {
      const sendAt = start + (arrivals[next] ?? Number.POSITIVE_INFINITY);
      const work = this.works[0];
      const endsAt = work?.endsAt ?? Number.POSITIVE_INFINITY;
      this.pollAll();
      this.clock.advance(Math.min(sendAt, endsAt) - this.clock.now());
      if (work !== undefined && endsAt <= sendAt) this.finish(work);
      else {
        unwrap(sendMessage(this.engine, this.queue, { body: 'x' }, sender));
        next++;
      }
      this.pollAll();
    }
  }

  private finish(work: Work): void {
    this.works.shift();
    unwrap(
      deleteMessage(this.engine, this.queue, work.receiptHandle, makeCaller({ action: 'DeleteMessage' })),
    );
    this.idle.push(work.consumer);
  }

  /** A poll that ends does not start the next one at once: the engine is in the middle of serving it. */
  private pollAll(): void {
    const idle = this.idle;
    this.idle = [];
    for (const consumer of idle) this.poll(consumer);
  }

  private poll(consumer: number): void {
    receiveMessages(this.engine, this.queue, {}, makeCaller({ action: 'ReceiveMessage' }), (result) => {
      const [message] = unwrap(result);
      if (message === undefined) {
        this.idle.push(consumer);
        return;
      }
      this.waits.push(this.clock.now() - message.sentAt);
      this.begin({
        consumer,
        receiptHandle: message.receiptHandle,
        endsAt: this.clock.now() + Math.round(this.drawHandlingMs()),
      });
    });
  }

  private begin(work: Work): void {
    const place = this.works.findIndex(({ endsAt }) => endsAt > work.endsAt);
    if (place < 0) this.works.push(work);
    else this.works.splice(place, 0, work);
  }
}
