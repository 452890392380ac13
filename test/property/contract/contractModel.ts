import { addPermission, removePermission } from './permissions.ts';
import { ContractQueue } from './contractQueue.ts';
import { cancelTask, listTasks, startTask } from './moveTasks.ts';
import {
  checkTarget,
  firstAttributes,
  giveAttributes,
  isTrue,
  redriveOf,
  showAttributes,
} from './queueAttributes.ts';
import { changeBatch, changeOne, deleteBatch, deleteOne, giveUp, receive, servePolls } from './receiving.ts';
import { send, sendBatch } from './sending.ts';
import { type CallInput, checkRange, type Outcome, Refusal, refuse, World } from './world.ts';

const MINUTE_MS = 60_000;

type Action = (world: World, input: CallInput) => unknown;

/** Every action but ReceiveMessage, which may wait. Those that answer nothing give undefined. */
const ACTIONS: Readonly<Record<string, Action>> = {
  CreateQueue: createQueue,
  DeleteQueue: deleteQueue,
  GetQueueUrl: getQueueUrl,
  ListQueues: (world, input) => {
    const prefix = input.QueueNamePrefix ?? '';
    const page = takePage([...world.queues.values()], input, ({ name }) => name.startsWith(prefix));
    return {
      QueueUrls: page.queues.length === 0 ? undefined : page.queues.map((queue) => world.urlOf(queue)),
      NextToken: page.token,
    };
  },
  ListDeadLetterSourceQueues: (world, input) => {
    const target = world.queueOf(input.QueueUrl);
    const page = takePage([...world.queues.values()], input, (queue) => redriveOf(queue)?.arn === target.arn);
    return { queueUrls: page.queues.map((queue) => world.urlOf(queue)), NextToken: page.token };
  },
  GetQueueAttributes: (world, input) => {
    const attributes = showAttributes(world.queueOf(input.QueueUrl), input.AttributeNames ?? []);
    return Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
  },
  SetQueueAttributes: setQueueAttributes,
  ListQueueTags: (world, input) => {
    const { tags } = world.queueOf(input.QueueUrl);
    return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
  },
  TagQueue: (world, input) => {
    const { tags } = world.queueOf(input.QueueUrl);
    const given = Object.entries(input.Tags ?? {});
    if (given.length === 0) refuse('MissingParameter');
    checkTags(given);
    for (const [key, value] of given) tags.set(key, value);
  },
  UntagQueue: (world, input) => {
    const { tags } = world.queueOf(input.QueueUrl);
    if ((input.TagKeys ?? []).length === 0) refuse('MissingParameter');
    for (const key of input.TagKeys ?? []) tags.delete(key);
  },
  AddPermission: addPermission,
  RemovePermission: removePermission,
  PurgeQueue: purgeQueue,
  SendMessage: send,
  SendMessageBatch: sendBatch,
  DeleteMessage: (world, input) => deleteOne(world, world.queueOf(input.QueueUrl), input.ReceiptHandle),
  DeleteMessageBatch: deleteBatch,
  ChangeMessageVisibility: (world, input) => changeOne(world, world.queueOf(input.QueueUrl), input),
  ChangeMessageVisibilityBatch: changeBatch,
  StartMessageMoveTask: startTask,
  CancelMessageMoveTask: cancelTask,
  ListMessageMoveTasks: listTasks,
};

/** What this reading covers. A new action comes into it with the rules that it brings. */
export const READ_ACTIONS: readonly string[] = [...Object.keys(ACTIONS), 'ReceiveMessage'];

/** The service, as its documentation and what it was seen to do describe it. */
export class ContractModel {
  private readonly world: World;

  constructor(now: number, inFlightLimit: number) {
    this.world = new World(now, inFlightLimit, () => servePolls(this.world));
  }

  call(action: string, input: CallInput, consumer: string, complete: (outcome: Outcome) => void): void {
    try {
      if (action === 'ReceiveMessage') receive(this.world, input, consumer, complete);
      else complete({ value: (ACTIONS[action] as Action)(this.world, input) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      complete({ code: error.code });
    }
    this.advance(0);
  }

  get now(): number {
    return this.world.agenda.now;
  }

  advance(ms: number): void {
    this.world.agenda.advance(ms);
  }

  /** Gives up the receive that was to complete this way. */
  giveUp(complete: (outcome: Outcome) => void): void {
    giveUp(this.world, (poll) => poll.complete === complete);
  }

  hold(consumer: string): void {
    this.world.holds.add(consumer);
    for (const queue of this.world.queues.values()) queue.hold(consumer);
  }

  release(consumer: string): void {
    this.world.holds.delete(consumer);
    for (const queue of this.world.queues.values()) queue.release(consumer);
    this.advance(0);
  }

  /** Visible, in flight, delayed. */
  counts(): Record<string, readonly number[]> {
    return Object.fromEntries(
      [...this.world.queues.values()].map((queue) => [
        queue.name,
        [queue.count('visible'), queue.count('inFlight'), queue.count('delayed')],
      ]),
    );
  }
}

function createQueue(world: World, input: CallInput): unknown {
  const { QueueName: name = '' } = input;
  const given = Object.fromEntries(
    Object.entries(input.Attributes ?? {}).filter(
      ([key, value]) => value !== '' || (key !== 'Policy' && key !== 'RedrivePolicy'),
    ),
  );
  const isFifo = isTrue(given['FifoQueue']);
  const isName = /^[A-Za-z0-9_-]{1,80}(\.fifo)?$/.test(name) && name.length <= 80;
  if (!isName || name.endsWith('.fifo') !== isFifo) refuse('InvalidParameterValue');
  const attributes = giveAttributes(firstAttributes(isFifo), given);
  const existing = world.queues.get(name);
  if (existing !== undefined) {
    // What is given must be as it is; what is not given is not compared.
    const differs = Object.keys(given).some((key) => attributes[key] !== existing.attributes[key]);
    return differs ? refuse('QueueAlreadyExists') : { QueueUrl: world.urlOf(existing) };
  }
  const deletedAt = world.deletedAt.get(name) ?? Number.NEGATIVE_INFINITY;
  if (world.agenda.now - deletedAt < MINUTE_MS) refuse('QueueDeletedRecently');
  checkTarget(world, name, attributes);
  const tags = Object.entries(input.tags ?? {});
  checkTags(tags);
  const queue = new ContractQueue(name, attributes, world);
  for (const [key, value] of tags) queue.tags.set(key, value);
  world.queues.set(name, queue);
  return { QueueUrl: world.urlOf(queue) };
}

/** As far as the histories go. */
function checkTags(tags: readonly (readonly [string, string])[]): void {
  for (const [key] of tags) {
    if (key === '' || key.startsWith('aws:') || !/^[A-Za-z0-9 _.:/=+@-]*$/.test(key))
      refuse('InvalidParameterValue');
  }
}

function deleteQueue(world: World, input: CallInput): void {
  const queue = world.queueOf(input.QueueUrl);
  const waiting = world.polls.filter((poll) => poll.queue === queue);
  giveUp(world, (poll) => poll.queue === queue);
  for (const poll of waiting) poll.complete({ code: 'NonExistentQueue' });
  for (const message of queue.messages) queue.remove(message);
  world.queues.delete(queue.name);
  world.deletedAt.set(queue.name, world.agenda.now);
}

function getQueueUrl(world: World, input: CallInput): unknown {
  const { QueueName: name = '' } = input;
  if (name === '') refuse('InvalidParameterValue');
  return { QueueUrl: world.urlOf(world.queues.get(name) ?? refuse('NonExistentQueue')) };
}

const TOKEN = 'behind ';

/** By name; a token names the last queue of the page before. */
function takePage(
  queues: readonly ContractQueue[],
  input: CallInput,
  isListed: (queue: ContractQueue) => boolean,
): { readonly queues: readonly ContractQueue[]; readonly token: string | undefined } {
  const { MaxResults: most, NextToken: token } = input;
  checkRange(most, 1, 1000);
  if (token?.startsWith(TOKEN) === false) refuse('InvalidParameterValue');
  const after = token?.slice(TOKEN.length) ?? '';
  const rest = queues.filter((queue) => isListed(queue) && queue.name > after);
  rest.sort((one, other) => (one.name < other.name ? -1 : 1));
  const page = rest.slice(0, most ?? 1000);
  const hasMore = most !== undefined && page.length < rest.length;
  return { queues: page, token: hasMore ? `${TOKEN}${page.at(-1)?.name}` : undefined };
}

function setQueueAttributes(world: World, input: CallInput): void {
  const queue = world.queueOf(input.QueueUrl);
  const given = input.Attributes ?? {};
  if (Object.keys(given).length === 0) refuse('MissingParameter');
  const attributes = giveAttributes(queue.attributes, given);
  if (given['RedrivePolicy'] !== undefined) checkTarget(world, queue.name, attributes);
  const before = queue.attributes;
  queue.attributes = attributes;
  queue.modifiedAt = world.agenda.now;
  if (before['MessageRetentionPeriod'] !== attributes['MessageRetentionPeriod']) queue.retainAll();
  if (queue.isFifo && before['DelaySeconds'] !== attributes['DelaySeconds']) queue.delayAll();
}

function purgeQueue(world: World, input: CallInput): void {
  const queue = world.queueOf(input.QueueUrl);
  if (world.agenda.now - queue.purgedAt < MINUTE_MS) refuse('PurgeQueueInProgress');
  queue.purgedAt = world.agenda.now;
  for (const message of queue.messages) queue.remove(message);
  queue.remembered = [];
  queue.attempts = [];
}
