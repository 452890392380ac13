import { batch, computed, signal } from '@preact/signals';
import type { RequestFailure } from '../protocol.ts';
import type { HostToReceive, ReceiveToHost } from '../receiveProtocol.ts';
import { createQueueChoice } from '../shared/queueChoice.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import {
  addReceived,
  applyDeleted,
  applyVisibility,
  isInFlight,
  keepRows,
  type ReceivedRow,
  restoreRows,
} from './receivedRows.ts';
import { buildRequest, findReceiveProblems, type ReceiveDraft, restoreReceiveDraft } from './receiveRules.ts';

export type ReceiveStore = ReturnType<typeof createReceiveStore>;

/** What came of the last call. */
export type ReceiveOutcome =
  | { readonly kind: 'received'; readonly count: number }
  | { readonly kind: 'failed'; readonly failure: RequestFailure };

type Received = Extract<HostToReceive, { readonly type: 'received' }>;

/** The state of the panel that receives as a consumer, and everything that can be done to it. */
export function createReceiveStore(
  channel: HostChannel<HostToReceive, ReceiveToHost>,
  readWall: () => number = Date.now,
) {
  const saved = channel.readState();
  const draft = signal<ReceiveDraft>(restoreReceiveDraft(saved));
  const rows = signal<readonly ReceivedRow[]>(
    restoreRows(typeof saved === 'object' && saved !== null && 'rows' in saved ? saved.rows : undefined),
  );
  /** The call that is under way. */
  const pending = signal<number | undefined>(undefined);
  const outcome = signal<ReceiveOutcome | undefined>(undefined);
  /** What the clock of the broker is ahead of this machine's. */
  const clockOffsetMs = signal(0);
  /** Typed for all messages. */
  const timeout = signal('30');
  let lastRequestId = 0;

  const choice = createQueueChoice(channel, {
    read: () => (draft.value.queueArn === '' ? undefined : draft.value.queueArn),
    write: (queueArn) => change({ queueArn }),
  });
  const isFifo = computed(() => choice.queue.value?.kind === 'fifo');
  const problems = computed(() => findReceiveProblems(draft.value, isFifo.value));
  const mistakeCount = computed(() => Object.keys(problems.value).length + (choice.isGone.value ? 1 : 0));
  const canReceive = computed(
    () => pending.value === undefined && choice.queue.value !== undefined && mistakeCount.value === 0,
  );
  const readNow = (): number => readWall() + clockOffsetMs.value;

  /** Only as often as the rows change: what is typed is saved with each key. */
  const keptRows = computed(() => keepRows(rows.value));

  function save(): void {
    channel.saveState({ ...draft.value, rows: keptRows.peek() });
  }

  function change(part: Partial<ReceiveDraft>): void {
    draft.value = { ...draft.value, ...part };
    save();
  }

  function setRows(next: readonly ReceivedRow[]): void {
    rows.value = next;
    save();
  }

  /** Messages that were received are shown in any case: they are in flight, and only their handles delete them. */
  function takeReceived({ requestId, queueArn, outcome: came }: Received): void {
    if (came.ok && came.messages.length > 0) setRows(addReceived(rows.value, queueArn, came.messages));
    if (came.ok) clockOffsetMs.value = came.now - readWall();
    // Another call waits: its outcome is the one to show.
    if (pending.value !== undefined && pending.value !== requestId) return;
    pending.value = undefined;
    outcome.value = came.ok
      ? { kind: 'received', count: came.messages.length }
      : { kind: 'failed', failure: came.failure };
  }

  function receive(message: HostToReceive): void {
    switch (message.type) {
      case 'initialize':
        clockOffsetMs.value = message.now - readWall();
        pending.value = message.pendingId;
        lastRequestId = Math.max(lastRequestId, message.pendingId ?? 0);
        choice.initialize(message);
        return;
      case 'clockTold':
        clockOffsetMs.value = message.now - readWall();
        return;
      case 'received':
        takeReceived(message);
        return;
      case 'handlesDeleted':
        setRows(applyDeleted(rows.value, message.result));
        return;
      case 'visibilityChanged':
        clockOffsetMs.value = message.now - readWall();
        setRows(applyVisibility(rows.value, message.result, message.visibleAt));
        return;
      default:
        choice.receive(message);
    }
  }

  channel.listen((message) => batch(() => receive(message)));

  /** Calls are about one queue each. */
  function groupByQueue(chosen: readonly ReceivedRow[]): ReadonlyMap<string, string[]> {
    const groups = new Map<string, string[]>();
    for (const { queueArn, receiptHandle } of chosen)
      groups.set(queueArn, [...(groups.get(queueArn) ?? []), receiptHandle]);
    return groups;
  }

  return {
    ...choice,
    draft,
    rows,
    pending,
    outcome,
    timeout,
    isFifo,
    problems,
    mistakeCount,
    canReceive,
    readNow,
    change,
    start: () => {
      if (!canReceive.value) return;
      lastRequestId += 1;
      batch(() => {
        pending.value = lastRequestId;
        outcome.value = undefined;
      });
      const request = buildRequest(draft.value, isFifo.value);
      channel.post({ type: 'receive', requestId: lastRequestId, request });
    },
    cancel: () => {
      pending.value = undefined;
      channel.post({ type: 'cancel' });
    },
    listInFlight: () => rows.value.filter((row) => isInFlight(row, readNow())),
    deleteRows: (chosen: readonly ReceivedRow[]) => {
      for (const [queueArn, handles] of groupByQueue(chosen))
        channel.post({ type: 'deleteHandles', queueArn, handles });
    },
    changeVisibility: (chosen: readonly ReceivedRow[], seconds: number) => {
      for (const [queueArn, handles] of groupByQueue(chosen))
        channel.post({ type: 'changeVisibility', queueArn, handles, seconds });
    },
    /** Forgets what is done: deleted or timed out. */
    clear: () => setRows(rows.value.filter((row) => isInFlight(row, readNow()))),
    openMessage: ({ queueArn, messageId }: ReceivedRow) =>
      channel.post({ type: 'openMessage', queueArn, messageId }),
    copy: (text: string) => channel.post({ type: 'copy', text }),
  };
}
