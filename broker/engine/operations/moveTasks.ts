import type { Caller } from '../base/caller.ts';
import type { Engine } from '../engine.ts';
import { Message } from '../state/message.ts';
import { MoveTask, type MoveTaskInput, type MoveTaskStatus } from '../state/moveTask.ts';
import type { Queue } from '../state/queue.ts';
import { type Failure, type Result, fail, succeed } from '../base/result.ts';
import { formatSequenceNumber } from './sendMessage.ts';
import { enqueue, withdraw } from './transitions.ts';
import { readOrSetAside } from './unreadable.ts';

const TICK_MS = 100;
/** What the broker chooses when no rate is given. */
const DEFAULT_PER_SECOND = 500;
const MAX_PER_SECOND = 500;
const MAX_LISTED = 10;
/** Why tasks fail, in the service's words. */
const NO_QUEUE = 'AWS.SimpleQueueService.NonExistentQueue';
/** The message was sent to the dead-letter queue itself, and the task names no destination. */
const NO_SOURCE = 'CouldNotDetermineMessageSource';
const ARN_FORMAT =
  'You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>';

/**
 * StartMessageMoveTask (contract §1.16). `taskId` is a fresh UUID.
 * Errors: InvalidParameterValue, MissingParameter, ResourceNotFoundException.
 */
export function startMoveTask(
  engine: Engine,
  taskId: string,
  input: MoveTaskInput,
  caller: Caller,
): Result<MoveTask> {
  const now = engine.begin();
  const result = start(engine, taskId, input, caller, now);
  engine.settle();
  return result;
}

function start(
  engine: Engine,
  taskId: string,
  input: MoveTaskInput,
  caller: Caller,
  now: number,
): Result<MoveTask> {
  const source = findSource(engine, input.sourceArn);
  if (!source.ok) return source;
  const { maxPerSecond, destinationArn } = input;
  if (
    maxPerSecond !== undefined &&
    !(Number.isInteger(maxPerSecond) && maxPerSecond >= 1 && maxPerSecond <= MAX_PER_SECOND)
  ) {
    return fail(
      'InvalidParameterValue',
      `Value ${maxPerSecond} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a value between 1 and ${MAX_PER_SECOND}.`,
      'MaxNumberOfMessagesPerSecond',
    );
  }
  if (destinationArn === source.value.arn) {
    return fail(
      'InvalidParameterValue',
      'Source queue arn and destination queue arn cannot be the same.',
      'DestinationArn',
    );
  }
  if (destinationArn !== undefined) {
    const destination = engine.findByArn(destinationArn);
    if (destination === undefined) {
      return fail(
        'ResourceNotFoundException',
        "The resource that you specified for the DestinationArn parameter doesn't exist.",
        'DestinationArn',
      );
    }
    if (destination.isFifo !== source.value.isFifo) {
      return fail(
        'InvalidParameterValue',
        'Source and destination queues must be of the same type.',
        'DestinationArn',
      );
    }
  }
  if (engine.deadLetterSources(source.value).length === 0) {
    return fail(
      'InvalidParameterValue',
      'Source queue must be configured as a Dead Letter Queue.',
      'SourceArn',
    );
  }
  if (
    tasksOf(engine, source.value).some((task) => task.status === 'RUNNING' || task.status === 'CANCELLING')
  ) {
    return fail(
      'InvalidParameterValue',
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      'SourceArn',
    );
  }
  const task = new MoveTask(taskId, source.value, input, now, caller, (due, at) => tick(engine, due, at));
  forgetOldTasks(engine, source.value);
  engine.moveTasks.set(taskId, task);
  engine.timers.schedule(task, now + TICK_MS);
  return succeed(task);
}

/** A task as it was before a restart. */
export interface RestoredMoveTask {
  readonly id: string;
  readonly destinationArn: string | undefined;
  readonly maxPerSecond: number | undefined;
  readonly startedAt: number;
  readonly toMove: number;
  readonly moved: number;
  readonly status: MoveTaskStatus;
  readonly failureReason: string | undefined;
  readonly caller: Caller;
}

/** A task from before a restart, with its progress; it continues if it was running. */
export function resumeMoveTask(
  engine: Engine,
  source: Queue,
  saved: RestoredMoveTask,
  now: number,
): MoveTask {
  const { id, destinationArn, maxPerSecond, startedAt, caller, status } = saved;
  const input = { sourceArn: source.arn, destinationArn, maxPerSecond };
  const task = new MoveTask(id, source, input, startedAt, caller, (due, at) => tick(engine, due, at));
  task.toMove = saved.toMove;
  task.moved = saved.moved;
  task.movedBefore = saved.moved;
  task.pacedFrom = now;
  task.status = status;
  task.failureReason = saved.failureReason;
  if (status === 'RUNNING' || status === 'CANCELLING') engine.timers.schedule(task, now + TICK_MS);
  return task;
}

/** A source shows its ten newest tasks and no more, the one that starts included; a deleted source shows none. */
function forgetOldTasks(engine: Engine, source: Queue): void {
  const kept = new Set(tasksOf(engine, source).slice(1 - MAX_LISTED));
  for (const [id, task] of engine.moveTasks) {
    const isOver = task.status !== 'RUNNING' && task.status !== 'CANCELLING';
    if (isOver && (task.source.isDeleted || (task.source === source && !kept.has(task))))
      engine.moveTasks.delete(id);
  }
}

/**
 * CancelMessageMoveTask (contract §1.17). Errors: ResourceNotFoundException, InvalidParameterValue.
 * @param sourceArn as the handle names it
 */
export function cancelMoveTask(
  engine: Engine,
  taskId: string,
  sourceArn: string | undefined,
): Result<MoveTask> {
  const now = engine.begin();
  const result = cancel(engine, taskId, sourceArn, now);
  engine.settle();
  return result;
}

function cancel(
  engine: Engine,
  taskId: string,
  sourceArn: string | undefined,
  now: number,
): Result<MoveTask> {
  if (sourceArn !== undefined && engine.findByArn(sourceArn) === undefined) return refuseUnknownSource();
  const task = engine.moveTasks.get(taskId);
  // A deleted queue takes its tasks with it; a namesake has none of them.
  if (task === undefined || task.source.isDeleted)
    return fail('ResourceNotFoundException', 'Task does not exist.', 'TaskHandle');
  if (task.status !== 'RUNNING') {
    return fail('InvalidParameterValue', 'Only active tasks can be cancelled.', 'TaskHandle');
  }
  task.status = 'CANCELLING';
  engine.timers.schedule(task, now + TICK_MS);
  return succeed(task);
}

/** ListMessageMoveTasks (contract §1.18): newest first. Errors: InvalidParameterValue, ResourceNotFoundException. */
export function listMoveTasks(
  engine: Engine,
  sourceArn: string | undefined,
  maxResults = 1,
): Result<readonly MoveTask[]> {
  engine.begin();
  engine.settle();
  const source = findSource(engine, sourceArn);
  if (!source.ok) return source;
  if (!(Number.isInteger(maxResults) && maxResults >= 1 && maxResults <= MAX_LISTED)) {
    return fail(
      'InvalidParameterValue',
      `Value ${maxResults} for parameter MaxResults is invalid. Reason: You must enter a value between 1 and ${MAX_LISTED}.`,
      'MaxResults',
    );
  }
  return succeed(tasksOf(engine, source.value).reverse().slice(0, maxResults));
}

function findSource(engine: Engine, arn: string | undefined): Result<Queue> {
  if (arn === undefined || !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn)) {
    return fail('InvalidParameterValue', ARN_FORMAT, 'SourceArn');
  }
  const queue = engine.findByArn(arn);
  return queue === undefined ? refuseUnknownSource() : succeed(queue);
}

function refuseUnknownSource(): Failure {
  return fail(
    'ResourceNotFoundException',
    "The resource that you specified for the SourceArn parameter doesn't exist.",
    'SourceArn',
  );
}

/** In the order of their starts. */
function tasksOf(engine: Engine, source: Queue): MoveTask[] {
  return [...engine.moveTasks.values()].filter((task) => task.source === source);
}

function tick(engine: Engine, task: MoveTask, at: number): void {
  if (task.status === 'CANCELLING') {
    task.status = 'CANCELLED';
    return;
  }
  if (task.source.isDeleted) {
    failTask(task, NO_QUEUE);
    return;
  }
  const perSecond = task.maxPerSecond ?? DEFAULT_PER_SECOND;
  const due = Math.floor(((at - task.pacedFrom) * perSecond) / 1000) - (task.moved - task.movedBefore);
  // A queue that delivers nothing for a moment is not empty.
  for (let count = 0; count < due && task.source.order.pauses === 0; count++) {
    // Oldest first; what is in flight stays with its consumer.
    const message = task.source.order.choose().next();
    if (message === undefined || task.moved >= task.toMove) {
      task.status = 'COMPLETED';
      return;
    }
    const targetArn = task.destinationArn ?? message.deadLetterSourceArn;
    const target = targetArn === undefined ? undefined : engine.findByArn(targetArn);
    if (target === undefined) {
      failTask(task, targetArn === undefined ? NO_SOURCE : NO_QUEUE);
      return;
    }
    if (redrive(engine, message, target, at) !== undefined) task.moved++;
  }
  engine.timers.schedule(task, at + TICK_MS);
}

function failTask(task: MoveTask, reason: string): void {
  task.status = 'FAILED';
  task.failureReason = reason;
}

/**
 * Moves a message, in whatever state it is, to a queue of the same kind. The target gets a new message: new id, new time,
 * no receives (contract §6.7). The handles of a receive under way are void. Returns it; undefined: the message cannot be
 * read, and was set aside.
 */
export function redrive(engine: Engine, message: Message, target: Queue, now: number): Message | undefined {
  const { contents } = engine.ports;
  const source = message.queue;
  const content = readOrSetAside(engine, message);
  if (content === undefined) return undefined;
  const number = engine.nextMessageNumber();
  withdraw(engine, message);
  const kept = target.isFifo ? { ...content, sequenceNumber: formatSequenceNumber(number) } : content;
  const moved = new Message(number, target, contents.keep(kept), now, message.sizeBytes, message.groupId);
  enqueue(engine, moved, 0, now);
  engine.emit({ kind: 'redriven', at: now, queue: source, message, target, moved });
  contents.drop(message.content);
  return moved;
}
