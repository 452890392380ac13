import {
  ACTION_DECLARATIONS,
  ACTION_NAMES,
  type ActionName,
  type DeclaredActions,
} from '../../api/actions.ts';
import { type Result, succeed } from '../../engine/base/result.ts';
import type { Queue } from '../../engine/state/queue.ts';
import type { Action, Call, Complete, HandlersOf } from './action.ts';
import { batchHandlers } from './batches.ts';
import { messageHandlers } from './messages.ts';
import { moveTaskHandlers } from './moveTasks.ts';
import { permissionHandlers } from './permissions.ts';
import { queueHandlers } from './queues.ts';
import { resolveQueue } from './resolveQueue.ts';
import { tagHandlers } from './tags.ts';

/** Does not compile while an action has no handler. */
const HANDLERS: HandlersOf<DeclaredActions> = {
  ...queueHandlers,
  ...messageHandlers,
  ...batchHandlers,
  ...permissionHandlers,
  ...tagHandlers,
  ...moveTaskHandlers,
};

/** The whole API, by the names of its actions. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map(
  ACTION_NAMES.map((name) => [name, createAction(name)]),
);

interface QueueInput {
  readonly QueueUrl?: string | undefined;
}

/** Handlers as the table calls them: their types have been compared with the declarations above. */
type PlainHandler = (call: Call, input: object) => Result<object | undefined>;
type QueueHandler = (call: Call, input: object, queue: Queue) => Result<object | undefined>;
type WaitingHandler = (
  call: Call,
  input: object,
  queue: Queue,
  complete: Complete<object | undefined>,
) => (() => void) | undefined;

/** All actions have the same members in the same order: the front reads them at each call. */
function createAction(name: ActionName): Action {
  const { input, output, hasLargeAnswer, isRefusedOnQueuePath, keyUse, alsoNeeds } =
    ACTION_DECLARATIONS[name];
  return {
    name,
    input,
    output,
    hasLargeAnswer: hasLargeAnswer === true,
    isRefusedOnQueuePath: isRefusedOnQueuePath === true,
    keyUse,
    alsoNeeds,
    start: createStart(name),
  };
}

function createStart(name: ActionName): Action['start'] {
  const { input: inputShape, output, waits } = ACTION_DECLARATIONS[name];
  const handler: unknown = HANDLERS[name];
  const isVoid = output === undefined;
  if (waits === true) {
    const begin = handler as WaitingHandler;
    return (call, input, complete) => {
      const queue = resolveQueue(call, (input as QueueInput).QueueUrl);
      if (queue.ok) return begin(call, input, queue.value, complete);
      complete(queue);
      return undefined;
    };
  }
  if ('QueueUrl' in inputShape.members) {
    const run = handler as QueueHandler;
    return (call, input, complete) => {
      const queue = resolveQueue(call, (input as QueueInput).QueueUrl);
      finish(queue.ok ? run(call, input, queue.value) : queue, isVoid, complete);
      return undefined;
    };
  }
  const run = handler as PlainHandler;
  return (call, input, complete) => {
    finish(run(call, input), isVoid, complete);
    return undefined;
  };
}

const DONE: Result<undefined> = succeed(undefined);

/** What the engine says of an action without a result is not answered. */
function finish(
  result: Result<object | undefined>,
  isVoid: boolean,
  complete: Complete<object | undefined>,
): void {
  complete(isVoid && result.ok ? DONE : result);
}
