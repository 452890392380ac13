import * as l10n from '@vscode/l10n';
import type { Caller } from '../../engine/base/caller.ts';
import { fail, succeed } from '../../engine/base/result.ts';
import { undoProgressed, type UndoneQueue } from '../../protocol/queue.ts';
import { notFound } from '../channel/answer.ts';
import { createEditorCaller } from '../editorCall.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

/** Shortest time between two words on how far an undo is, ms. */
const PROGRESS_MS = 100;

export function createStorageHandlers(
  services: ControlServices,
): HandlersOf<'getStorage' | 'undoPurge' | 'undoDelete'> {
  const { storage, engine } = services;
  return {
    getStorage: () => succeed(storage.read()),
    undoPurge: async ({ queueArn, at }) => {
      const queue = engine.findByArn(queueArn);
      if (queue === undefined) return notFound(l10n.t('There is no queue {0}.', queueArn));
      if (!isNewest(services, 'purge', queueArn, at)) return notFound(describeNoPurge(queueArn));
      traceUndo(services, 'purge', queueArn, createEditorCaller(services, 'UndoPurge'));
      const undone = await storage.undo?.undoPurge(queue, tellProgress(services, queueArn));
      return undone === undefined ? notFound(describeNoPurge(queueArn)) : succeed(describe(undone));
    },
    undoDelete: async ({ queueArn, at }) => {
      if (engine.findByArn(queueArn) !== undefined) {
        return fail(
          'QueueAlreadyExists',
          l10n.t(
            'A queue with that name exists again: {0}. Delete it first, and undo the deletion then.',
            queueArn,
          ),
        );
      }
      if (!isNewest(services, 'delete', queueArn, at)) return notFound(describeNoDeletion(queueArn));
      const caller = createEditorCaller(services, 'CreateQueue');
      const progress = tellProgress(services, queueArn);
      traceUndo(services, 'delete', queueArn, caller);
      const undone = await storage.undo?.undoDelete(queueArn, caller, progress);
      return undone === undefined ? notFound(describeNoDeletion(queueArn)) : succeed(describe(undone));
    },
  };
}

/** Whether the purge or deletion that a client means is the one that an undo would take back. */
function isNewest(
  services: ControlServices,
  kind: 'purge' | 'delete',
  queueArn: string,
  at: number | undefined,
): boolean {
  return at === undefined || findLoss(services, kind, queueArn)?.at === at;
}

function findLoss({ storage }: ControlServices, kind: 'purge' | 'delete', queueArn: string) {
  return storage.read().undoable.find((one) => one.kind === kind && one.queueArn === queueArn);
}

function describeNoPurge(queueArn: string): string {
  return l10n.t('This purge of {0} can no longer be undone.', queueArn);
}

function describeNoDeletion(queueArn: string): string {
  return l10n.t('This deletion of {0} can no longer be undone.', queueArn);
}

/** The trace first shows why messages were restored, then what consumers do with them. */
function traceUndo(
  services: ControlServices,
  kind: 'purge' | 'delete',
  queueArn: string,
  caller: Caller,
): void {
  const loss = findLoss(services, kind, queueArn);
  if (loss !== undefined) services.recorder.recordUndo(kind, queueArn, loss.messages, caller);
}

function describe({ messages, missing }: UndoneQueue): UndoneQueue {
  return { messages, missing };
}

function tellProgress({ broadcast, noticeQueues }: ControlServices, queueArn: string) {
  const tell = inIntervals((done: number, total: number) =>
    broadcast(undoProgressed, { queueArn, done, total }),
  );
  return (done: number, total: number): void => {
    noticeQueues();
    tell(done, total);
  };
}

/** Passes on what comes, except what follows too soon on something that was passed on. */
export function inIntervals<T extends readonly unknown[]>(tell: (...news: T) => void): (...news: T) => void {
  let toldAt = 0;
  return (...news) => {
    const now = performance.now();
    if (now - toldAt < PROGRESS_MS) return;
    toldAt = now;
    tell(...news);
  };
}
