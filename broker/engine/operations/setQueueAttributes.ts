import { refuseMissing } from '../rules/callChecks.ts';
import type { Caller } from '../base/caller.ts';
import type { Engine } from '../engine.ts';
import { type AttributeMap, applyAttributes } from '../rules/queueAttributes.ts';
import type { Queue } from '../state/queue.ts';
import { noteQueueChange } from './noteQueueChange.ts';
import { checkRedrive } from './redriveChecks.ts';
import { type Result, succeed } from '../base/result.ts';
import { armRetention, setDelayEnd } from './transitions.ts';

/**
 * SetQueueAttributes (contract §1.6). A new retention period applies to stored messages; a new delay does so on FIFO
 * queues only (§4.1).
 * Errors: MissingParameter, InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue.
 */
export function setQueueAttributes(
  engine: Engine,
  queue: Queue,
  attributes: AttributeMap,
  caller: Caller,
): Result<undefined> {
  const now = engine.begin();
  const result = change(engine, queue, attributes, caller, now);
  engine.settle();
  return result;
}

function change(
  engine: Engine,
  queue: Queue,
  attributes: AttributeMap,
  caller: Caller,
  now: number,
): Result<undefined> {
  if (Object.keys(attributes).length === 0) return refuseMissing('Attribute.Name');
  const settings = applyAttributes(queue.settings, attributes, engine.limits);
  if (!settings.ok) return settings;
  if (attributes['RedrivePolicy'] !== undefined) {
    const refusal = checkRedrive(
      (target) => engine.findByArn(target),
      queue.arn,
      queue,
      settings.value,
      attributes,
    );
    if (refusal !== undefined) return refusal;
  }
  const previous = queue.settings;
  queue.settings = settings.value;
  queue.modifiedAt = now;
  if (previous.retentionSeconds !== settings.value.retentionSeconds) armRetention(engine, queue);
  if (queue.isFifo && previous.delaySeconds !== settings.value.delaySeconds) applyDelay(engine, queue, now);
  noteQueueChange(engine, queue, caller, 'attributes', now);
  return succeed(undefined);
}

function applyDelay(engine: Engine, queue: Queue, now: number): void {
  const delayMs = queue.settings.delaySeconds * 1000;
  const waiting = [...queue.delayed, ...queue.order.visible()].filter(
    (message) => message.receiveCount === 0,
  );
  for (const message of waiting) setDelayEnd(engine, message, message.sentAt + delayMs, now);
}
