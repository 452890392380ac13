import { commands, type Disposable, l10n, window } from 'vscode';
import { type PlacedQueue, refOf } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { formatQueueRef } from '../connections/queueRef.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { forCount } from '../ground/forCount.ts';
import { type Schedule, systemSchedule } from '../ground/schedule.ts';
import { formatCount } from '../ground/text.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { countMessages } from './queueText.ts';

/** Messages that arrive together are counted together. */
const COLLECT_MS = 1_000;
/** A burst is over when nothing has arrived for this long. */
const QUIET_MS = 60_000;
/** A queue must drop below this share of the threshold before the next notification, so that one near it notifies once. */
const AGAIN_BELOW = 0.9;

/** What is known of a queue. */
interface Watched {
  count: number;
  /** Dead letters that have arrived and were not told. */
  untold: number;
  /** Of the burst that is going on; ends it, or tells it. */
  cancel: (() => void) | undefined;
  isTold: boolean;
  isPastThreshold: boolean;
}

/** Notices about dead letters and queues that pass a threshold, where the user wants them: one for each queue and burst. */
export class QueueNotices implements Disposable {
  readonly #connections: Connections;
  readonly #settings: SettingsReader;
  readonly #schedule: Schedule;
  /** By address. What was there at first is not news. */
  readonly #watched = new Map<string, Watched>();
  readonly #parts: readonly Disposable[];

  constructor(connections: Connections, settings: SettingsReader, schedule: Schedule = systemSchedule) {
    this.#connections = connections;
    this.#settings = settings;
    this.#schedule = schedule;
    this.#parts = [connections.onDidChangeQueues(() => this.#look())];
    this.#look();
  }

  dispose(): void {
    for (const { cancel } of this.#watched.values()) cancel?.();
    disposeAll(this.#parts);
  }

  #look(): void {
    const wantsDeadLetters = this.#settings.read('notify.deadLetters');
    const threshold = this.#settings.read('notify.threshold');
    const placed = this.#connections.queues;
    const addresses = new Set(placed.map((each) => formatQueueRef(refOf(each))));
    for (const [address, { cancel }] of this.#watched) {
      if (addresses.has(address)) continue;
      cancel?.();
      this.#watched.delete(address);
    }
    for (const each of placed) {
      const address = formatQueueRef(refOf(each));
      const count = countMessages(each.queue.counts);
      const watched = this.#watched.get(address);
      if (watched === undefined) {
        const isPastThreshold = threshold > 0 && count > threshold;
        this.#watched.set(address, { count, untold: 0, cancel: undefined, isTold: false, isPastThreshold });
        continue;
      }
      const added = count - watched.count;
      watched.count = count;
      if (wantsDeadLetters && added > 0 && each.queue.deadLetterSources.length > 0)
        this.#noteDeadLetters(each, watched, added);
      this.#noteThreshold(each, watched, threshold);
    }
  }

  #noteDeadLetters(placed: PlacedQueue, watched: Watched, added: number): void {
    watched.untold += added;
    if (watched.isTold) {
      watched.cancel?.();
      watched.cancel = this.#schedule(QUIET_MS, () => {
        watched.cancel = undefined;
        watched.isTold = false;
        watched.untold = 0;
      });
      return;
    }
    watched.cancel ??= this.#schedule(COLLECT_MS, () => {
      const count = watched.untold;
      watched.isTold = true;
      watched.untold = 0;
      watched.cancel = this.#schedule(QUIET_MS, () => {
        watched.cancel = undefined;
        watched.isTold = false;
      });
      const { name } = placed.queue;
      void offer(
        placed,
        forCount(
          count,
          l10n.t('1 message arrived in the dead-letter queue {0}.', name),
          l10n.t('{0} messages arrived in the dead-letter queue {1}.', formatCount(count), name),
        ),
        true,
      );
    });
  }

  #noteThreshold(placed: PlacedQueue, watched: Watched, threshold: number): void {
    const { count, isPastThreshold } = watched;
    if (isPastThreshold) watched.isPastThreshold = threshold > 0 && count >= threshold * AGAIN_BELOW;
    else if (threshold > 0 && count > threshold) {
      watched.isPastThreshold = true;
      const { name } = placed.queue;
      const text = forCount(
        threshold,
        l10n.t('{0} has more than 1 message.', name),
        l10n.t('{0} has more than {1} messages.', name, formatCount(threshold)),
      );
      void offer(placed, text, placed.queue.deadLetterSources.length > 0);
    }
  }
}

async function offer(placed: PlacedQueue, text: string, isDeadLetterQueue: boolean): Promise<void> {
  const { can } = placed.connection;
  const show = l10n.t('Show');
  const redrive = l10n.t('Redrive');
  const actions = [
    ...(can.peek ? [show] : []),
    ...(isDeadLetterQueue && can.peek && can.redrive ? [redrive] : []),
  ];
  const choice = await window.showWarningMessage(text, ...actions);
  if (choice === undefined) return;
  const command = choice === redrive ? COMMANDS.redriveQueue : COMMANDS.peekMessages;
  await commands.executeCommand(command, refOf(placed));
}
