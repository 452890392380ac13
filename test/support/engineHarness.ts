import { createHash } from 'node:crypto';
import type { Caller } from '../../broker/engine/base/caller.ts';
import { ManualClock } from '../../broker/engine/base/clock.ts';
import { objectContents } from '../../broker/engine/base/content.ts';
import { createEngine } from '../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import type { Engine } from '../../broker/engine/engine.ts';
import type { EngineEvent } from '../../broker/engine/events.ts';
import type { IdentityKey } from '../../broker/engine/base/identity.ts';
import { LIMITS, type LimitsProfile } from '../../broker/engine/base/limits.ts';
import type { EnginePorts } from '../../broker/engine/base/ports.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import type { ReceivedMessage } from '../../broker/engine/state/receivedMessage.ts';
import { type ReceiveInput, receiveMessages } from '../../broker/engine/operations/receiveMessages.ts';
import type { Result } from '../../broker/engine/base/result.ts';

export const IDENTITY_KEY: IdentityKey = [0x12345678, 0x9abcdef0, 0x0fedcba9, 0x87654321];

export const caller: Caller = {
  consumerId: 'TESTER',
  accessKeyId: 'TESTER',
  account: '000000000000',
  region: 'us-east-1',
  userAgent: 'test',
  requestId: '00000000-0000-4000-8000-000000000000',
  action: 'Test',
};

export function testPorts(clock: ManualClock): EnginePorts {
  return {
    clock,
    contents: objectContents,
    encodeText: (text) => Buffer.from(text),
    decodeText: (bytes) => Buffer.from(bytes).toString(),
    md5: (bytes) => createHash('md5').update(bytes).digest('hex'),
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    random: () => 0.5,
  };
}

/** An engine on a manual clock, with what tests ask of it again and again. */
export class EngineHarness {
  readonly clock = new ManualClock();
  readonly engine: Engine;
  readonly events: EngineEvent[] = [];

  constructor(limits: LimitsProfile = 'strict') {
    this.engine = createEngine(testPorts(this.clock), { identityKey: IDENTITY_KEY, limits: LIMITS[limits] });
    this.engine.onEvent((event) => this.events.push(event));
  }

  createQueue(name: string, attributes: Record<string, string> = {}): Queue {
    const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
    return unwrap(createQueue(this.engine, { name, attributes: { ...fifo, ...attributes } }, caller));
  }

  /** A receive that does not wait. */
  receive(queue: Queue, input: ReceiveInput = {}, by: Caller = caller): readonly ReceivedMessage[] {
    let answer: Result<readonly ReceivedMessage[]> | undefined;
    receiveMessages(this.engine, queue, { waitSeconds: 0, ...input }, by, (result) => {
      answer = result;
    });
    if (answer === undefined) throw new Error('the receive waits');
    return unwrap(answer);
  }
}

/** The value of a result that the test knows to be good. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.value;
}
