import * as l10n from '@vscode/l10n';
import type { OutputOf } from '../../broker/connections/client/commands.ts';
import type { Answer, Gate } from '../../broker/connections/client/gate.ts';
import { readQueueUrl } from '../../broker/connections/queueAddress.ts';
import type { Capabilities, ChangeQuestion, MoveOutcome } from '../connections/capabilities.ts';
import { findListed, type RemoteContext, unwrap } from './remoteContext.ts';
import { waitFor } from './waitFor.ts';

/** Between two looks at a task; each is a call. */
const LOOK_AFTER_MS = 2_000;
/** Looks that fail or find no task, one after the other, after which no more are tried. */
const MAXIMUM_MISSES = 5;
/** So that a dialog is no list; the service names up to 1,000. */
const MAXIMUM_SOURCES = 100;

type Task = NonNullable<OutputOf<'ListMessageMoveTasks'>['Results']>[number];

const OUTCOMES: Readonly<Record<string, MoveOutcome['kind']>> = {
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
  FAILED: 'failed',
};

/** Moving messages out of a dead-letter queue: the service does it, and is asked how far it is. */
export function createMoveTasks(context: RemoteContext): Capabilities['moveTasks'] {
  return {
    listSources: async (arn) => {
      const { url } = findListed(context, arn);
      const answer = await context
        .getGate()
        .call('ListDeadLetterSourceQueues', { QueueUrl: url, MaxResults: MAXIMUM_SOURCES });
      return answer.ok
        ? (answer.value.queueUrls ?? []).flatMap((each) => readQueueUrl(each)?.name ?? [])
        : undefined;
    },
    isRunning: async (arn) => isActive(await readLast(context.getGate(), arn)),
    run: async (arn, onProgress, signal, question) => {
      const agreed = question === undefined ? {} : { batch: coverTask(context, arn, question) };
      const gate = context.getGate();
      let task = await readLast(gate, arn);
      let handle = task?.TaskHandle;
      if (!isActive(task)) {
        handle = unwrap(await gate.call('StartMessageMoveTask', { SourceArn: arn }, agreed)).TaskHandle;
        // The one before it is over.
        task = undefined;
      }
      let misses = 0;
      for (;;) {
        await waitFor(context.schedule, LOOK_AFTER_MS, signal);
        // It may be aborted later, too, while the service is asked.
        const isCancelled = signal.aborted;
        const cancelled =
          isCancelled && handle !== undefined
            ? await gate.call('CancelMessageMoveTask', { TaskHandle: handle }, agreed)
            : undefined;
        const look = await callLook(gate, arn);
        // Without a connection, no further look would see more, and nothing is cancelled.
        if (!look.ok && look.failure.kind === 'cancelled') throw new Error(describeUnseen(look));
        const seen = look.ok ? look.value.Results?.[0] : undefined;
        misses = seen === undefined ? misses + 1 : 0;
        task = seen ?? task;
        handle = task?.TaskHandle ?? handle;
        const outcome = task && describeEnd(task);
        if (outcome !== undefined || isCancelled) {
          void context.queues.countOne(arn);
          // It may have ended before it could be cancelled.
          if (outcome !== undefined) return outcome;
          if (cancelled !== undefined) unwrap(cancelled);
          return { kind: 'cancelled', movedCount: task?.ApproximateNumberOfMessagesMoved ?? 0 };
        }
        if (misses >= MAXIMUM_MISSES) throw new Error(describeUnseen(look));
        const totalCount = task?.ApproximateNumberOfMessagesToMove;
        onProgress({
          movedCount: task?.ApproximateNumberOfMessagesMoved ?? 0,
          ...(totalCount !== undefined && { totalCount }),
        });
      }
    },
  };
}

/** The user who agrees to a move agrees to end it, too. */
function coverTask(context: RemoteContext, arn: string, { lines }: ChangeQuestion): ChangeQuestion {
  const { name } = findListed(context, arn);
  const actions = ['StartMessageMoveTask', 'CancelMessageMoveTask'] as const;
  return { count: actions.length, covers: { actions, queues: [name] }, lines };
}

/** @returns undefined while it is not over */
function describeEnd(task: Task): MoveOutcome | undefined {
  const kind = OUTCOMES[task.Status ?? ''];
  const { ApproximateNumberOfMessagesMoved: movedCount = 0, FailureReason: reason } = task;
  return kind && { kind, movedCount, ...(reason !== undefined && { reason }) };
}

async function readLast(gate: Gate, arn: string): Promise<Task | undefined> {
  return unwrap(await callLook(gate, arn)).Results?.[0];
}

function callLook(gate: Gate, arn: string): Promise<Answer<OutputOf<'ListMessageMoveTasks'>>> {
  return gate.call('ListMessageMoveTasks', { SourceArn: arn, MaxResults: 1 });
}

function describeUnseen(look: Answer<unknown>): string {
  return look.ok
    ? l10n.t('The service names no redrive of this queue, although one was started. It may go on.')
    : l10n.t('The redrive may go on, but its progress cannot be read: {0}', look.failure.message);
}

function isActive(task: Task | undefined): boolean {
  return task?.Status === 'RUNNING' || task?.Status === 'CANCELLING';
}
