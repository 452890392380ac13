import { basename } from 'node:path';
import {
  type CancellationToken,
  l10n,
  type Progress,
  ProgressLocation,
  type QuickPickItem,
  Uri,
  window,
} from 'vscode';
import {
  addToReplay,
  cancelReplay,
  type ReplaySend,
  type ReplayState,
  replayProgressed,
  startReplay,
} from '../../broker/protocol/replay.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { formatDuration } from '../ground/durations.ts';
import { forCount } from '../ground/forCount.ts';
import { nameOfArn } from '../ground/text.ts';
import { pickReplayQueue, type PickReplayQueueNeeds } from './pickReplayQueue.ts';
import { pickTraceFile } from './pickTraceFile.ts';
import { cutIntoCalls } from './recordedSends.ts';
import { findReplayTargets, redirectSends } from './replayTargets.ts';
import type { TracePanel } from './tracePanel.ts';

interface Needs extends PickReplayQueueNeeds {
  readonly session: BrokerClient;
  readonly trace: TracePanel;
}

interface SpeedItem extends QuickPickItem {
  readonly speed: number;
}

/** Sends the messages of a saved trace again: of a given file, of the one that the trace view shows, or of the user's choice. */
export async function replayTrace(services: Needs, target?: unknown): Promise<void> {
  const file = target instanceof Uri ? target : services.trace.saved?.file;
  const name = l10n.t('Replay Trace');
  const title = file === undefined ? name : `${name}: ${basename(file.fsPath)}`;
  const recorded = await pickTraceFile(title, file);
  if (!recorded) return;
  await services.queues.refresh();
  const targets = findReplayTargets(services.queues, recorded.sends);
  const destination = await pickReplayQueue(services, title, targets);
  if (!destination) return;
  const speed = await askForSpeed(title, recorded.sends);
  if (speed === undefined) return;
  const created = destination.createsMissing ? await createQueues(services.session, targets.missing) : [];
  const sends = redirectSends(recorded.sends, new Map([...targets.found, ...created]));
  const { toQueueArn } = destination;
  const state = await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress, cancellation) =>
      replay(
        services,
        sends,
        { speed, ...(toQueueArn !== undefined && { toQueueArn }) },
        progress,
        cancellation,
      ),
  );
  tellResult(state);
}

/** @returns the ARN of each recorded queue with that of the queue that takes its place */
async function createQueues(
  session: BrokerClient,
  recorded: readonly string[],
): Promise<readonly (readonly [string, string])[]> {
  return Promise.all(
    recorded.map(async (recordedArn) => {
      const name = nameOfArn(recordedArn);
      const attributes = name.endsWith('.fifo') ? { attributes: { FifoQueue: 'true' } } : {};
      const { arn } = await session.request(createQueue, { name, ...attributes });
      return [recordedArn, arn] as const;
    }),
  );
}

async function askForSpeed(title: string, sends: readonly ReplaySend[]): Promise<number | undefined> {
  const lengthMs = (sends.at(-1)?.sentAt ?? 0) - (sends[0]?.sentAt ?? 0);
  const describe = (speed: number) => formatDuration(lengthMs / speed);
  const items: SpeedItem[] = [
    { label: l10n.t('As recorded'), description: describe(1), speed: 1 },
    { label: l10n.t('10 times as fast'), description: describe(10), speed: 10 },
    { label: l10n.t('100 times as fast'), description: describe(100), speed: 100 },
    { label: l10n.t('Half as fast'), description: describe(0.5), speed: 0.5 },
    { label: l10n.t('All at once'), speed: 0 },
  ];
  const choice = await window.showQuickPick(items, {
    ignoreFocusOut: true,
    title,
    placeHolder: forCount(
      sends.length,
      l10n.t('Replay speed for 1 message'),
      l10n.t('Replay speed for {0} messages', sends.length),
    ),
  });
  return choice?.speed;
}

async function replay(
  { session }: Needs,
  sends: readonly ReplaySend[],
  pace: { readonly toQueueArn?: string; readonly speed: number },
  progress: Progress<{ message: string; increment: number }>,
  cancellation: CancellationToken,
): Promise<ReplayState | undefined> {
  let replayId: string | undefined;
  for (const call of cutIntoCalls(sends)) {
    if (cancellation.isCancellationRequested) break;
    const state = await session.request(addToReplay, {
      sends: call,
      ...(replayId === undefined ? {} : { replayId }),
    });
    ({ replayId } = state);
  }
  if (replayId === undefined) return undefined;
  const id = replayId;
  let shown = 0;
  return new Promise((resolve, reject) => {
    const finish = (state: ReplayState) => {
      listener.dispose();
      lost.dispose();
      resolve(state);
    };
    const show = (state: ReplayState) => {
      if (state.replayId !== id) return;
      const done = state.sentCount + state.failedCount;
      progress.report({
        message: l10n.t('{0} of {1}', done, state.sendCount),
        increment: (100 * (done - shown)) / Math.max(1, state.sendCount),
      });
      shown = done;
      if (state.status === 'done' || state.status === 'cancelled') finish(state);
    };
    const listener = session.onNotification(replayProgressed, show);
    // A replay ends with the connection that it was started on.
    const lost = session.onDidChangeState(({ kind }) => {
      if (kind === 'running') return;
      listener.dispose();
      lost.dispose();
      reject(new Error(l10n.t('The connection to the broker was lost.')));
    });
    const cancel = () => {
      session.request(cancelReplay, { replayId: id }).then(finish, reject);
    };
    cancellation.onCancellationRequested(cancel);
    if (cancellation.isCancellationRequested) cancel();
    else session.request(startReplay, { replayId: id, ...pace }).then(show, reject);
  });
}

function tellResult(state: ReplayState | undefined): void {
  if (!state) return;
  const sent = forCount(
    state.sendCount,
    l10n.t('Replayed {0} of 1 message.', state.sentCount),
    l10n.t('Replayed {0} of {1} messages.', state.sentCount, state.sendCount),
  );
  if (state.failedCount === 0) {
    window.setStatusBarMessage(sent, 5_000);
    return;
  }
  const failed = l10n.t('{0} failed. Last error: {1}', state.failedCount, state.lastFailure ?? '');
  void window.showWarningMessage(`${sent} ${failed}`);
}
