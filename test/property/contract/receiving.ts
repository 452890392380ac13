import type { Entry } from './agenda.ts';
import type { ContractHandle, ContractMessage, ContractQueue } from './contractQueue.ts';
import { redriveOf } from './queueAttributes.ts';
import { checkEntries, digest, digestAttributes, runEntries } from './sending.ts';
import {
  ACCESS_KEY_ID,
  type CallInput,
  checkId,
  checkRange,
  type HandleMembers,
  type Outcome,
  refuse,
  type World,
} from './world.ts';

const LONGEST_MS = 43_200_000;

/** A receive that waits. */
export interface ContractPoll {
  readonly queue: ContractQueue;
  readonly input: CallInput;
  readonly consumer: string;
  readonly complete: (outcome: Outcome) => void;
  readonly end: Entry;
}

/** Completes at once, or waits. */
export function receive(
  world: World,
  input: CallInput,
  consumer: string,
  complete: (outcome: Outcome) => void,
): void {
  const queue = world.queueOf(input.QueueUrl);
  checkRange(input.MaxNumberOfMessages, 1, 10);
  checkRange(input.WaitTimeSeconds, 0, 20);
  checkRange(input.VisibilityTimeout, 0, 43_200);
  checkId(input.ReceiveRequestAttemptId);
  const before = handlesBefore(queue, input);
  if (before?.some((handle) => !isKept(world, handle)) === true) refuse('InvalidParameterValue');
  const waitSeconds = input.WaitTimeSeconds ?? queue.number('ReceiveMessageWaitTimeSeconds');
  const isFull = queue.count('inFlight') >= world.inFlightLimit;
  if (isFull && !queue.isFifo && waitSeconds === 0) refuse('OverLimit');
  const messages = take(world, queue, input, consumer);
  if (messages.length > 0 || waitSeconds === 0) {
    complete({ value: describeMessages(messages) });
    return;
  }
  const end = world.agenda.set(world.agenda.now + waitSeconds * 1000, () => {
    world.polls = world.polls.filter((other) => other !== poll);
    complete({ value: {} });
  });
  const poll: ContractPoll = { queue, input, consumer, complete, end };
  world.polls.push(poll);
}

export function giveUp(world: World, isGivenUp: (poll: ContractPoll) => boolean): void {
  for (const poll of world.polls.filter(isGivenUp)) world.agenda.cancel(poll.end);
  world.polls = world.polls.filter((poll) => !isGivenUp(poll));
}

/** Hands what is there to those who wait, longest waiting first; from the start when a receive has moved messages. */
export function servePolls(world: World): void {
  for (const poll of world.polls) {
    world.agenda.runDue();
    if (!world.polls.includes(poll)) continue;
    const movesBefore = world.moves;
    const messages = take(world, poll.queue, poll.input, poll.consumer);
    if (messages.length > 0) {
      complete(world, poll, messages);
      for (const twin of world.polls.filter((other) => isTwin(poll, other))) {
        const repeated = repeat(world, twin.queue, twin.input);
        if (repeated !== undefined) complete(world, twin, repeated);
      }
    }
    if (world.moves === movesBefore) continue;
    servePolls(world);
    return;
  }
}

function complete(world: World, poll: ContractPoll, messages: readonly object[]): void {
  giveUp(world, (other) => other === poll);
  poll.complete({ value: describeMessages(messages) });
}

/** They wait under one attempt id: whoever calls again wants what the first call gets. */
function isTwin(poll: ContractPoll, other: ContractPoll): boolean {
  const attempt = poll.input.ReceiveRequestAttemptId;
  return (
    attempt !== undefined && other.queue === poll.queue && other.input.ReceiveRequestAttemptId === attempt
  );
}

function describeMessages(messages: readonly object[]): object {
  return messages.length === 0 ? {} : { Messages: messages };
}

function timeoutOf(queue: ContractQueue, input: CallInput): number {
  return (input.VisibilityTimeout ?? queue.number('VisibilityTimeout')) * 1000;
}

/** What this attempt was given before; nothing on a standard queue, where attempt ids have no effect. */
function handlesBefore(queue: ContractQueue, input: CallInput): readonly string[] | undefined {
  const attempt = queue.isFifo ? input.ReceiveRequestAttemptId : undefined;
  return attempt === undefined ? undefined : queue.findAttempt(attempt);
}

/** All of it again under the same handles, if all of it is in flight as the attempt left it. */
function repeat(world: World, queue: ContractQueue, input: CallInput): object[] | undefined {
  const handles = handlesBefore(queue, input);
  const isRepeatable = (handle: string): boolean =>
    isKept(world, handle) && messageOf(world, handle).state === 'inFlight';
  if (handles?.every(isRepeatable) !== true) return undefined;
  const timeoutMs = timeoutOf(queue, input);
  return handles.map((handle) => {
    const message = messageOf(world, handle);
    if (timeoutMs === 0) queue.giveBack(message);
    else queue.setTimeoutLeft(message, timeoutMs);
    return describe(message, handle, input);
  });
}

function messageOf(world: World, handle: string): ContractMessage {
  return (world.handles.get(handle) as ContractHandle).message;
}

/** Not deleted, moved, received again or given another visibility timeout; the timeout may have run out. */
function isKept(world: World, handle: string): boolean {
  const { queue, message, receive: count } = world.handles.get(handle) as ContractHandle;
  return queue.received.includes(message) && message.receives === count && !message.isChanged;
}

function take(world: World, queue: ContractQueue, input: CallInput, consumer: string): object[] {
  const repeated = repeat(world, queue, input);
  if (repeated !== undefined) return repeated;
  const timeoutMs = timeoutOf(queue, input);
  const handles: string[] = [];
  const messages: ContractMessage[] = [];
  const wanted = Math.min(input.MaxNumberOfMessages ?? 1, world.inFlightLimit - queue.count('inFlight'));
  let following: ContractMessage | undefined;
  while (messages.length < wanted) {
    const message = queue.next(following);
    if (message === undefined) break;
    following = queue.behind(message);
    if (moveToDeadLetterQueue(world, queue, message)) continue;
    message.receives++;
    message.receivedAt = world.agenda.now;
    if (message.receives === 1) message.firstReceivedAt = world.agenda.now;
    message.holder = consumer;
    message.isChanged = false;
    queue.hide(message, timeoutMs);
    handles.push(world.giveHandle(queue, message));
    messages.push(message);
  }
  const attempt = input.ReceiveRequestAttemptId;
  if (attempt !== undefined && messages.length > 0)
    queue.attempts.push({ id: attempt, at: world.agenda.now, handles });
  const described = messages.map((message, place) => describe(message, handles[place] as string, input));
  if (timeoutMs === 0) for (const message of messages) queue.giveBack(message);
  return described;
}

/** At the receive that would be one too many. */
function moveToDeadLetterQueue(world: World, queue: ContractQueue, message: ContractMessage): boolean {
  const redrive = redriveOf(queue);
  const target = world.queueOfArn(redrive?.arn);
  if (redrive === undefined || target === undefined || target === queue || message.receives < redrive.max)
    return false;
  queue.remove(message);
  message.sourceArn = queue.arn;
  if (target.isFifo) {
    message.sentAt = world.agenda.now;
    message.deduplicationId = message.id;
    message.sequence = world.nextSequence();
  }
  target.add(message, 0);
  world.moves++;
  return true;
}

function describe(message: ContractMessage, handle: string, input: CallInput): object {
  const asked = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  const system = Object.entries({
    SenderId: ACCESS_KEY_ID,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    SequenceNumber: message.sequence,
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.group,
    AWSTraceHeader: message.trace,
    DeadLetterQueueSourceArn: message.sourceArn,
  }).filter(([name, value]) => value !== undefined && (asked.includes('All') || asked.includes(name)));
  const names = input.MessageAttributeNames ?? [];
  const isAsked = (name: string): boolean =>
    names.some((given) => given === name || given === 'All' || given === '.*' || given === '*') ||
    names.some((given) => given.endsWith('.*') && name.startsWith(given.slice(0, -2)));
  const attributes = Object.fromEntries(Object.entries(message.attributes).filter(([name]) => isAsked(name)));
  return {
    MessageId: message.id,
    ReceiptHandle: handle,
    Body: message.body,
    MD5OfBody: digest(message.body),
    Attributes: system.length === 0 ? undefined : Object.fromEntries(system),
    MD5OfMessageAttributes: digestAttributes(attributes),
    MessageAttributes: Object.keys(attributes).length === 0 ? undefined : attributes,
  };
}

/**
 * What a handle stands for; undefined: the message is not in the queue any more. One that comes back through a circle of
 * dead-letter queues is known by its handles from its next receive on.
 */
function findTarget(
  world: World,
  queue: ContractQueue,
  handle: string | undefined,
): ContractHandle | undefined {
  if ((handle ?? '') === '') refuse('MissingParameter');
  const target = world.handles.get(handle as string);
  if (target?.queue !== queue) refuse('ReceiptHandleIsInvalid');
  return queue.received.includes(target.message) ? target : undefined;
}

export function deleteOne(world: World, queue: ContractQueue, handle: string | undefined): void {
  const target = findTarget(world, queue, handle);
  if (target === undefined) return;
  const { message, receive: count } = target;
  const isNewest = message.receives === count;
  if (queue.isFifo && !(isNewest && message.state === 'inFlight')) refuse('InvalidParameterValue');
  if (isNewest) queue.remove(message);
}

export function deleteBatch(world: World, input: CallInput): unknown {
  const queue = world.queueOf(input.QueueUrl);
  return runEntries(checkEntries(input.Entries), (entry) => {
    deleteOne(world, queue, entry.ReceiptHandle);
    return {};
  });
}

export function changeOne(world: World, queue: ContractQueue, input: HandleMembers): void {
  const { ReceiptHandle: handle, VisibilityTimeout: seconds } = input;
  if ((handle ?? '') === '' || seconds === undefined) refuse('MissingParameter');
  checkRange(seconds, 0, 43_200);
  const { message, receive: count } = findTarget(world, queue, handle) ?? refuse('InvalidParameterValue');
  const isInFlight = message.state === 'inFlight';
  const isNewest = message.receives === count;
  if (queue.isFifo && !(isNewest && isInFlight)) refuse('InvalidParameterValue');
  // An older handle works while the message is in flight; the receive that it is from is over.
  if (!isNewest && !isInFlight) return;
  const timeoutMs = seconds * 1000;
  if (world.agenda.now - message.receivedAt + timeoutMs > LONGEST_MS) refuse('InvalidParameterValue');
  message.isChanged = true;
  if (timeoutMs === 0) {
    if (isInFlight) queue.giveBack(message);
  } else if (isInFlight) queue.setTimeoutLeft(message, timeoutMs);
  else queue.hide(message, timeoutMs);
}

export function changeBatch(world: World, input: CallInput): unknown {
  const queue = world.queueOf(input.QueueUrl);
  return runEntries(checkEntries(input.Entries), (entry) => {
    changeOne(world, queue, entry);
    return {};
  });
}
