import type { Caller } from '../base/caller.ts';
import { MAX_QUEUES } from '../base/limits.ts';
import type { Engine } from '../engine.ts';
import { type AttributeMap, applyAttributes, asksForFifo } from '../rules/queueAttributes.ts';
import { Queue } from '../state/queue.ts';
import { type QueueSettings, defaultSettings } from '../rules/queueSettings.ts';
import { readAttributes } from './readAttributes.ts';
import { checkRedrive } from './redriveChecks.ts';
import { type Failure, type Result, fail, succeed } from '../base/result.ts';
import { checkTags } from './tags.ts';
import { expireRetention } from './transitions.ts';

export interface CreateQueueInput {
  readonly name: string | undefined;
  readonly attributes?: AttributeMap | undefined;
  readonly tags?: AttributeMap | undefined;
}

const NAME = /^[A-Za-z0-9_-]{1,80}$/;
const FIFO_SUFFIX = '.fifo';
const MAX_NAME_LENGTH = 80;

/**
 * CreateQueue (contract §1.1). If the queue exists and every given attribute equals its own, the existing queue is
 * returned. Errors: InvalidParameterValue (name, redrive policies, tags), InvalidAttributeName, InvalidAttributeValue,
 * QueueAlreadyExists, QueueDeletedRecently, OverLimit (as many queues as a broker takes).
 */
export function createQueue(engine: Engine, input: CreateQueueInput, caller: Caller): Result<Queue> {
  const now = engine.begin();
  const result = create(engine, input, caller, now);
  engine.settle();
  return result;
}

function create(engine: Engine, input: CreateQueueInput, caller: Caller, now: number): Result<Queue> {
  const { name } = input;
  if (name === undefined) {
    return fail(
      'InvalidParameterValue',
      'Value for parameter QueueName is invalid. Reason: Must specify a queue name.',
      'QueueName',
    );
  }
  const given = dropEmptyPolicies(input.attributes ?? {});
  const isFifo = asksForFifo(given);
  const nameRefusal = checkName(name, isFifo);
  if (nameRefusal !== undefined) return nameRefusal;
  const { region, account } = caller;
  const settings = applyAttributes(defaultSettings(isFifo, engine.limits), given, engine.limits);
  if (!settings.ok) return settings;
  const existing = engine.findQueue(region, account, name);
  if (existing !== undefined) return compare(engine, existing, given, settings.value);
  const arn = `arn:aws:sqs:${region}:${account}:${name}`;
  if (now - (engine.deletedAt.get(arn) ?? Number.NEGATIVE_INFINITY) < engine.limits.recreateIntervalMs) {
    return fail(
      'QueueDeletedRecently',
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
      'QueueName',
    );
  }
  const refusal =
    checkRedrive(
      (target) => engine.findByArn(target),
      arn,
      { region, account, isFifo },
      settings.value,
      given,
    ) ?? checkTags(name, input.tags ?? {}, 0);
  if (refusal !== undefined) return refusal;
  if (engine.queueCount >= MAX_QUEUES) {
    return fail(
      'OverLimit',
      `This broker has ${MAX_QUEUES} queues and takes no more. Delete some that you no longer need.`,
      'QueueName',
    );
  }
  engine.deletedAt.delete(arn);
  const queue = makeQueue(engine, engine.nextQueueNumber(), { region, account, name }, settings.value, now);
  for (const [key, value] of Object.entries(input.tags ?? {})) queue.tags.set(key, value);
  engine.insertQueue(queue);
  engine.emit({ kind: 'queueCreated', at: now, queue, caller });
  return succeed(queue);
}

/** Makes a queue that is wired to the engine's time; also for recovery. */
export function makeQueue(
  engine: Engine,
  number: number,
  id: { readonly region: string; readonly account: string; readonly name: string },
  settings: QueueSettings,
  createdAt: number,
): Queue {
  const now = (): number => engine.ports.clock.now();
  const retainMessages = (queue: Queue, at: number): void => expireRetention(engine, queue, at);
  return new Queue(number, id, settings, createdAt, now, retainMessages, engine.remembered);
}

/** At creation, an empty policy counts as none. */
export function dropEmptyPolicies(given: AttributeMap): AttributeMap {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name, value]) => value !== '' || (name !== 'Policy' && name !== 'RedrivePolicy'),
    ),
  );
}

/** The rules of queue names (contract §1.1). */
export function checkName(name: string, isFifo: boolean): Failure | undefined {
  const isFifoName = name.endsWith(FIFO_SUFFIX);
  const base = isFifoName ? name.slice(0, -FIFO_SUFFIX.length) : name;
  if (NAME.test(base) && name.length <= MAX_NAME_LENGTH && isFifoName === isFifo) return undefined;
  return isFifo
    ? fail(
        'InvalidParameterValue',
        'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
        'QueueName',
      )
    : fail(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
        'QueueName',
      );
}

/** Compares what was given, and only that, with what the queue has now; both in the canonical form of an answer. */
function compare(engine: Engine, existing: Queue, given: AttributeMap, wanted: QueueSettings): Result<Queue> {
  const names = Object.keys(given);
  const current = readAttributes(engine, existing, names);
  if (!current.ok) return current;
  const asked = readAttributes(
    engine,
    new Queue(
      0,
      existing,
      wanted,
      0,
      () => 0,
      () => undefined,
      engine.remembered,
    ),
    names,
  );
  if (!asked.ok) return asked;
  const differing = names.find((name) => current.value[name] !== asked.value[name]);
  if (differing === undefined) return succeed(existing);
  return fail(
    'QueueAlreadyExists',
    `A queue already exists with the same name and a different value for attribute ${differing}`,
    differing,
  );
}
