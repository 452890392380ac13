import type { Entry } from './agenda.ts';
import type { ContractQueue } from './contractQueue.ts';
import { redriveOf } from './queueAttributes.ts';
import { makeMessage } from './sending.ts';
import { type CallInput, checkRange, refuse, type World } from './world.ts';

const STEP_MS = 100;
const USUAL_RATE = 500;
const LISTED = 10;

export interface ContractTask {
  readonly handle: string;
  readonly source: ContractQueue;
  readonly destinationArn: string | undefined;
  readonly rate: number | undefined;
  readonly startedAt: number;
  readonly toMove: number;
  moved: number;
  status: 'RUNNING' | 'CANCELLING' | 'CANCELLED' | 'COMPLETED' | 'FAILED';
  failureReason: string | undefined;
  nextStep: Entry | undefined;
}

function isActive({ status }: ContractTask): boolean {
  return status === 'RUNNING' || status === 'CANCELLING';
}

function findSource(world: World, arn: string | undefined): ContractQueue {
  if (arn === undefined || !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn)) refuse('InvalidParameterValue');
  return world.queueOfArn(arn) ?? refuse('ResourceNotFoundException');
}

export function startTask(world: World, input: CallInput): unknown {
  const source = findSource(world, input.SourceArn);
  checkRange(input.MaxNumberOfMessagesPerSecond, 1, 500);
  if (input.DestinationArn === input.SourceArn) refuse('InvalidParameterValue');
  if (input.DestinationArn !== undefined) {
    const destination = world.queueOfArn(input.DestinationArn) ?? refuse('ResourceNotFoundException');
    if (destination.isFifo !== source.isFifo) refuse('InvalidParameterValue');
  }
  const isDeadLetterQueue = [...world.queues.values()].some((queue) => redriveOf(queue)?.arn === source.arn);
  if (!isDeadLetterQueue) refuse('InvalidParameterValue');
  if (world.tasks.some((task) => task.source === source && isActive(task))) refuse('InvalidParameterValue');
  const task: ContractTask = {
    handle: `task ${world.nextSerial()}`,
    source,
    destinationArn: input.DestinationArn,
    rate: input.MaxNumberOfMessagesPerSecond,
    startedAt: world.agenda.now,
    toMove: source.messages.length,
    moved: 0,
    status: 'RUNNING',
    failureReason: undefined,
    nextStep: undefined,
  };
  world.tasks.push(task);
  goOn(world, task);
  return { TaskHandle: task.handle };
}

/** Moves what is due by its rate; it is done when it would move another one and finds none. */
function step(world: World, task: ContractTask): void {
  if (task.status === 'CANCELLING') {
    task.status = 'CANCELLED';
    return;
  }
  if (world.queues.get(task.source.name) !== task.source) {
    task.status = 'FAILED';
    task.failureReason = 'AWS.SimpleQueueService.NonExistentQueue';
    return;
  }
  const elapsedMs = world.agenda.now - task.startedAt;
  const due = Math.floor((elapsedMs * (task.rate ?? USUAL_RATE)) / 1000);
  while (task.moved < due) {
    const message = task.source.next(undefined);
    if (message === undefined || task.moved === task.toMove) {
      task.status = 'COMPLETED';
      return;
    }
    const targetArn = task.destinationArn ?? message.sourceArn;
    const target = world.queueOfArn(targetArn);
    if (target === undefined) {
      task.status = 'FAILED';
      const isSent = targetArn === undefined;
      task.failureReason = isSent
        ? 'CouldNotDetermineMessageSource'
        : 'AWS.SimpleQueueService.NonExistentQueue';
      return;
    }
    task.source.remove(message);
    const { body, attributes, trace, group, deduplicationId } = message;
    const sequence = target.isFifo ? world.nextSequence() : undefined;
    const content = { body, attributes, trace, group, deduplicationId, sequence };
    target.add(makeMessage(world, content), 0);
    task.moved++;
  }
  goOn(world, task);
}

function goOn(world: World, task: ContractTask): void {
  world.agenda.cancel(task.nextStep);
  task.nextStep = world.agenda.set(world.agenda.now + STEP_MS, () => step(world, task));
}

export function cancelTask(world: World, input: CallInput): unknown {
  if (input.TaskHandle === undefined) refuse('MissingParameter');
  const task = world.tasks.find(({ handle }) => handle === input.TaskHandle);
  if (task === undefined) refuse('InvalidParameterValue');
  if (world.queues.get(task.source.name) !== task.source) refuse('ResourceNotFoundException');
  if (task.status !== 'RUNNING') refuse('InvalidParameterValue');
  task.status = 'CANCELLING';
  // A step of its own ends it.
  goOn(world, task);
  return { ApproximateNumberOfMessagesMoved: task.moved };
}

export function listTasks(world: World, input: CallInput): unknown {
  const source = findSource(world, input.SourceArn);
  checkRange(input.MaxResults, 1, LISTED);
  const tasks = world.tasks.filter((task) => task.source === source).reverse();
  if (tasks.length === 0) return {};
  return { Results: tasks.slice(0, input.MaxResults ?? 1).map(describe) };
}

function describe(task: ContractTask): object {
  return {
    TaskHandle: task.status === 'RUNNING' ? task.handle : undefined,
    Status: task.status,
    SourceArn: task.source.arn,
    DestinationArn: task.destinationArn,
    MaxNumberOfMessagesPerSecond: task.rate,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failureReason,
    StartedTimestamp: task.startedAt,
  };
}
