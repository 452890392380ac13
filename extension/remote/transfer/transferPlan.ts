import * as l10n from '@vscode/l10n';
import type { CallPlan, PlannedCalls } from '../../../broker/connections/client/callPlans.ts';
import { BATCH_MESSAGES } from '../../../broker/protocol/batchLimit.ts';
import { estimateCost } from '../callBudget.ts';
import { formatDuration } from '../../ground/durations.ts';
import { forCount } from '../../ground/forCount.ts';
import { formatCount } from '../../ground/text.ts';
import { HOLD_SECONDS } from './remoteEnds.ts';
import { IDLE_TAKES, type TransferMode } from './transfer.ts';

/** One of the two queues of a transfer. */
export interface PlannedEnd {
  readonly queueName: string;
  readonly connectionName: string;
  /** Absent: the local broker, which needs no calls of Amazon SQS. */
  readonly remote?: {
    readonly connectionId: string;
    readonly url: string;
    /** Its calls cost money. */
    readonly isBilled: boolean;
  };
}

export interface PlanFacts {
  readonly mode: TransferMode;
  readonly from: PlannedEnd;
  readonly to: PlannedEnd;
  readonly isFifo: boolean;
  /** Messages that are transferred at most. */
  readonly maximum: number;
  /** Of those that are in the source now, as far as it is known. */
  readonly expected: number;
  /** Undefined: as fast as it goes. */
  readonly messagesPerSecond: number | undefined;
  /** Of the source, if it has a dead-letter queue. */
  readonly deadLetters?: { readonly maximumReceives: number; readonly queueName: string };
  /** Of a transfer that was interrupted. */
  readonly storedBefore?: number;
}

/** A receive takes at least this long while there is nothing to receive. */
const SLOWEST_TAKE_SECONDS = 3;

/** What is asked before anything is received, and the calls that a yes allows. */
export function planTransfer(facts: PlanFacts): CallPlan {
  const { mode, from, to, expected } = facts;
  const names = [nameEnd(from), nameEnd(to)] as const;
  const count = formatCount(expected);
  const title =
    mode === 'copy'
      ? forCount(
          expected,
          l10n.t('Copy about 1 message from {0} to {1}?', ...names),
          l10n.t('Copy about {2} messages from {0} to {1}?', ...names, count),
        )
      : forCount(
          expected,
          l10n.t('Move about 1 message from {0} to {1}?', ...names),
          l10n.t('Move about {2} messages from {0} to {1}?', ...names, count),
        );
  return {
    question: {
      title,
      detail: describePlan(facts).join('\n\n'),
      button: mode === 'copy' ? l10n.t('Copy') : l10n.t('Move'),
    },
    calls: listCalls(facts),
  };
}

/** A queue with its connection, such as `orders (AWS prod)`. */
export function nameEnd({ queueName, connectionName }: PlannedEnd): string {
  return l10n.t('{0} ({1})', queueName, connectionName);
}

/** What matters most to those who use the queue comes first. */
function describePlan(facts: PlanFacts): string[] {
  const { mode, from, to, isFifo, deadLetters, storedBefore } = facts;
  const isReceived = from.remote !== undefined;
  const lines: readonly (string | undefined)[] = [
    storedBefore === undefined ? undefined : describeStoredBefore(storedBefore),
    mode === 'copy'
      ? l10n.t('The messages stay in {0}.', from.queueName)
      : l10n.t('Each message is deleted from {0} after {1} has stored it.', nameEnd(from), nameEnd(to)),
    isReceived ? describeReceives(mode, from.queueName) : undefined,
    isReceived && deadLetters !== undefined ? describeDeadLetters(from.queueName, deadLetters) : undefined,
    isReceived && isFifo && mode === 'copy'
      ? l10n.t(
          'A FIFO queue gives no further messages of a group while some are hidden: at most the first 10 of each group are copied. A move transfers all of them, group by group.',
        )
      : undefined,
    isFifo ? describeDeduplication(mode, nameEnd(to)) : undefined,
    l10n.t('The messages are sent as new ones: with new message IDs, now, and with a receive count of 0.'),
    [...describeAmount(facts), ...describeCalls(facts)].join(' '),
    isReceived
      ? l10n.t(
          'If the window closes, the messages are visible again after {0} at the latest, and you can resume.',
          formatDuration(HOLD_SECONDS * 1_000),
        )
      : l10n.t('If the window closes, you can resume.'),
  ];
  return lines.filter((line) => line !== undefined);
}

function describeStoredBefore(count: number): string {
  return forCount(
    count,
    l10n.t('1 message was stored before the interruption. It is not sent again.'),
    l10n.t('{0} messages were stored before the interruption. They are not sent again.', formatCount(count)),
  );
}

function describeReceives(mode: TransferMode, queueName: string): string {
  return mode === 'copy'
    ? l10n.t(
        'There is no way to read messages without receiving them. They are hidden from the consumers of {0} until the copy ends, and their receive count rises. Then they are given back.',
        queueName,
      )
    : l10n.t(
        'Messages are received, which hides them from the consumers of {0}. Those that are not moved are given back, and their receive count rises.',
        queueName,
      );
}

function describeDeadLetters(
  name: string,
  { maximumReceives, queueName }: NonNullable<PlanFacts['deadLetters']>,
): string {
  return forCount(
    maximumReceives,
    l10n.t(
      '{0} allows 1 receive: a message that was received before goes to its dead-letter queue {1} instead.',
      name,
      queueName,
    ),
    l10n.t(
      '{0} allows {2} receives: a message that was received {2} times goes to its dead-letter queue {1} instead.',
      name,
      queueName,
      formatCount(maximumReceives),
    ),
  );
}

function describeDeduplication(mode: TransferMode, to: string): string {
  return mode === 'move'
    ? l10n.t(
        'The messages get new deduplication IDs, because {0} does not store a message whose ID it got in the last 5 minutes.',
        to,
      )
    : l10n.t('{0} does not store a message whose deduplication ID it got in the last 5 minutes.', to);
}

function describeAmount({ maximum, expected, messagesPerSecond }: PlanFacts): string[] {
  const atMost = forCount(
    maximum,
    l10n.t('At most 1 message.'),
    l10n.t('At most {0} messages.', formatCount(maximum)),
  );
  if (messagesPerSecond === undefined) return [atMost];
  const duration = formatDuration((expected / messagesPerSecond) * 1_000);
  return [
    atMost,
    forCount(
      messagesPerSecond,
      l10n.t('1 message per second: about {0}.', duration),
      l10n.t('{0} messages per second: about {1}.', formatCount(messagesPerSecond), duration),
    ),
  ];
}

function describeCalls({ mode, from, to, isFifo, expected }: PlanFacts): string[] {
  const batches = Math.ceil(expected / BATCH_MESSAGES);
  // Messages of one group are sent, and then deleted, one by one.
  const sends = isFifo ? expected : batches;
  const ends = mode === 'move' ? sends : batches;
  const byConnection = new Map<string, { calls: number; readonly isBilled: boolean }>();
  for (const [{ remote, connectionName }, calls] of [
    // Receives, and what gives back or deletes; three receives find nothing.
    [from, batches + ends + IDLE_TAKES],
    [to, sends],
  ] as const) {
    if (remote === undefined) continue;
    const sum = byConnection.get(connectionName)?.calls ?? 0;
    byConnection.set(connectionName, { calls: sum + calls, isBilled: remote.isBilled });
  }
  return [...byConnection].flatMap(([connectionName, { calls, isBilled }]) => [
    l10n.t('Calls on {0}: about {1}.', connectionName, formatCount(calls)),
    ...(isBilled
      ? [l10n.t('They cost about ${0}, more if messages exceed 64 KiB.', estimateCost(calls).toFixed(4))]
      : []),
  ]);
}

type PlannedAction = readonly [PlannedCalls['action'], number];

/** No more than a transfer of the maximum needs, if each call brings one message. */
function listCalls({ mode, from, to, maximum }: PlanFacts): PlannedCalls[] {
  const takes = maximum + 100;
  const rounds = 2 + Math.ceil((takes * SLOWEST_TAKE_SECONDS * 2) / HOLD_SECONDS);
  const batches = Math.ceil(maximum / BATCH_MESSAGES) + 4;
  const ofSource: PlannedAction[] = [
    ['ReceiveMessage', takes],
    ['ChangeMessageVisibilityBatch', batches * rounds],
    ...(mode === 'move' ? [['DeleteMessageBatch', 2 * takes] as const] : []),
  ];
  // A batch that is rejected is sent again, one by one.
  const ofTarget: PlannedAction[] = [['SendMessageBatch', 2 * maximum]];
  return [
    { end: from, actions: ofSource },
    { end: to, actions: ofTarget },
  ].flatMap(({ end: { remote }, actions }) =>
    remote === undefined
      ? []
      : actions.map(([action, count]) => ({
          connectionId: remote.connectionId,
          action,
          queueUrl: remote.url,
          count,
        })),
  );
}
