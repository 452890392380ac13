import type { Engine } from './engine.ts';
import type { Message } from './message.ts';
import { messageIdOf } from './identity.ts';
import type { Queue } from './queue.ts';
import { formatSequenceNumber } from './sendMessage.ts';
import { enqueue, withdraw } from './transitions.ts';

/**
 * Moves a message that was received as often as its queue allows to the dead-letter queue, at the receive that would be
 * one too many (contract §6.9). False: it may be delivered. A queue that names itself, or a target that is gone,
 * delivers on.
 */
export function moveToDeadLetter(engine: Engine, message: Message, now: number): boolean {
  const source = message.queue;
  const policy = source.settings.redrivePolicy;
  if (policy === undefined || message.receiveCount < policy.maxReceiveCount) return false;
  const target = engine.findByArn(policy.targetArn);
  if (target === undefined || target === source) return false;
  transfer(engine, message, target, now);
  engine.emit({ kind: 'movedToDeadLetter', at: now, queue: source, message, target });
  return true;
}

function transfer(engine: Engine, message: Message, target: Queue, now: number): void {
  const source = message.queue;
  withdraw(engine, message);
  message.queue = target;
  message.deadLetterSourceArn = source.arn;
  message.lease = undefined;
  if (target.isFifo) {
    // A FIFO queue counts retention from the move and replaces what deduplication goes by.
    message.sentAt = now;
    const { contents } = engine.ports;
    const kept = contents.keep({
      ...contents.read(message.content),
      deduplicationId: messageIdOf(engine.identityKey, message.number),
      sequenceNumber: formatSequenceNumber(engine.nextMessageNumber()),
    });
    contents.drop(message.content);
    message.content = kept;
  }
  enqueue(engine, message, 0, now);
}
