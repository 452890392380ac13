import type { MessageContent } from '../base/content.ts';
import type { Engine } from '../engine.ts';
import type { Message } from '../state/message.ts';
import { messageIdOf } from '../base/identity.ts';
import type { Queue } from '../state/queue.ts';
import { formatSequenceNumber } from './sendMessage.ts';
import { enqueue, withdraw } from './transitions.ts';
import { readOrSetAside } from './unreadable.ts';

/**
 * Moves a message that was received as often as its queue allows to the dead-letter queue, at the receive that would be
 * one too many (contract §6.9), or sets it aside if it cannot be read. False: it may be delivered. If a queue names
 * itself, or its target does not exist, it continues to deliver.
 */
export function moveToDeadLetter(engine: Engine, message: Message, now: number): boolean {
  const source = message.queue;
  const policy = source.settings.redrivePolicy;
  if (policy === undefined || message.receiveCount < policy.maxReceiveCount) return false;
  const target = engine.findByArn(policy.targetArn);
  if (target === undefined || target === source) return false;
  // Only a FIFO queue gives a message a new content.
  const content = target.isFifo ? readOrSetAside(engine, message) : undefined;
  if (target.isFifo && content === undefined) return true;
  transfer(engine, message, target, content, now);
  engine.emit({ kind: 'movedToDeadLetter', at: now, queue: source, message, target });
  return true;
}

function transfer(
  engine: Engine,
  message: Message,
  target: Queue,
  content: MessageContent | undefined,
  now: number,
): void {
  const source = message.queue;
  withdraw(engine, message);
  message.queue = target;
  message.deadLetterSourceArn = source.arn;
  message.delivery = undefined;
  if (content !== undefined) {
    // A FIFO queue counts retention from the move and replaces the deduplication id.
    message.sentAt = now;
    const { contents } = engine.ports;
    const kept = contents.keep({
      ...content,
      deduplicationId: messageIdOf(engine.identityKey, message.number),
      sequenceNumber: formatSequenceNumber(engine.nextMessageNumber()),
    });
    contents.drop(message.content);
    message.content = kept;
  }
  enqueue(engine, message, 0, now);
  target.shownAge?.restart(message, now);
}
