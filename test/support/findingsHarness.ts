import type { Caller } from '../../broker/engine/base/caller.ts';
import { changeVisibility } from '../../broker/engine/operations/changeVisibility.ts';
import { deleteMessage } from '../../broker/engine/operations/deleteMessage.ts';
import { objectContents } from '../../broker/engine/base/content.ts';
import { messageIdOf, messageNumberOf } from '../../broker/engine/base/identity.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import type { ReceivedMessage } from '../../broker/engine/state/receivedMessage.ts';
import { sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import { shiftTimes } from '../../broker/engine/operations/shiftTimes.ts';
import type { Finding } from '../../broker/protocol/findings.ts';
import { Jumps } from '../../broker/engine/state/jumps.ts';
import { ConsumerRegistry } from '../../broker/trace/consumers.ts';
import { createFindingContext } from '../../broker/findings/engineContext.ts';
import type { FindingContext } from '../../broker/findings/rule.ts';
import { Findings } from '../../broker/findings/findings.ts';
import { TraceRecorder } from '../../broker/trace/recorder.ts';
import { EngineHarness, IDENTITY_KEY, unwrap } from './engineHarness.ts';
import { makeCaller } from './testCaller.ts';

/** An engine whose events are traced and searched for findings, and a program that works on it. */
export class FindingsHarness extends EngineHarness {
  readonly recorder: TraceRecorder;
  readonly findings: Findings;
  /** How {@link jump} has moved the clock. */
  readonly jumps = new Jumps();
  /** Of functions that are declared. */
  findMapping: FindingContext['mapping'] = () => undefined;
  changeCount = 0;

  constructor() {
    super('relaxed');
    const consumers = new ConsumerRegistry();
    const names = {
      messageId: (number: number) => messageIdOf(IDENTITY_KEY, number),
      consumer: (caller: Caller) => consumers.describe(caller),
    };
    this.recorder = new TraceRecorder({
      ...names,
      now: () => this.clock.now(),
      messageNumber: (messageId) => messageNumberOf(IDENTITY_KEY, messageId),
      remembered: objectContents,
    });
    this.findings = new Findings({
      ...names,
      ...createFindingContext(this.engine, this.jumps, (mappingId) => this.findMapping(mappingId)),
      onChange: () => {
        this.changeCount++;
      },
    });
    this.recorder.onRecord((record) => this.findings.observe(record));
    this.engine.onEvent((event) => this.recorder.recordEvent(event));
  }

  get found(): Finding[] {
    return this.findings.list();
  }

  send(queue: Queue, body = 'work', groupId?: string): string {
    const input = { body, groupId, deduplicationId: queue.isFifo ? `${Math.random()}` : undefined };
    return unwrap(sendMessage(this.engine, queue, input, makeCaller())).messageId;
  }

  delete(
    queue: Queue,
    message: ReceivedMessage | undefined,
    by = makeCaller({ action: 'DeleteMessage' }),
  ): void {
    unwrap(deleteMessage(this.engine, queue, message?.receiptHandle, by));
  }

  extend(queue: Queue, message: ReceivedMessage | undefined, visibilitySeconds: number): void {
    const input = { receiptHandle: message?.receiptHandle, visibilitySeconds };
    unwrap(changeVisibility(this.engine, queue, input, makeCaller()));
  }

  /** Moves the clock as a person does, who is not the program. */
  jump(ms: number): void {
    this.jumps.begin(this.jumps.all().length + 1, this.clock.now(), 0, ms);
    this.clock.advance(ms);
  }

  /** Back to real time, by all that was jumped over. */
  resetClock(ms: number): void {
    this.clock.goBack(ms);
    this.jumps.goBack(ms, ms);
    shiftTimes(this.engine, -ms);
    this.findings.shiftTimes(-ms);
  }

  /** A receive as a client makes it: one that finds nothing after `waitedMs` is told to the trace, too. */
  poll(queue: Queue, waitedMs = 0): readonly ReceivedMessage[] {
    const caller = makeCaller({ action: 'ReceiveMessage' });
    const messages = this.receive(queue, { maxMessages: 10 }, caller);
    if (messages.length === 0) this.clock.advance(waitedMs);
    this.recorder.recordCall({
      action: caller.action,
      queueArn: queue.arn,
      caller,
      payloadBytes: 0,
      billedRequests: 1,
      messageCount: messages.length,
      durationMs: messages.length === 0 ? waitedMs : 0,
    });
    return messages;
  }
}
