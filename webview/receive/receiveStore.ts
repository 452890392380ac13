import { batch, computed, signal } from '@preact/signals';
import type { RequestFailure } from '../protocol.ts';
import type { ConnectionClock, HostToReceive, ReceiveToHost, SampleState } from '../receiveProtocol.ts';
import { connectionOf } from '../shared/queueAddress.ts';
import { createQueueChoice } from '../shared/queueChoice.ts';
import type { HostChannel } from '../shared/vscodeApi.ts';
import {
  addReceived,
  applyBody,
  applyDeleted,
  applyVisibility,
  isInFlight,
  keepRows,
  type ReceivedRow,
  restoreRows,
} from './receivedRows.ts';
import { formatSeconds } from '../shared/wholeSeconds.ts';
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
  /** What the clock of each connection is ahead of this machine's. */
  const offsetsMs = signal<Readonly<Record<string, number>>>({});
  /** Receipt handles of the messages whose body is shown whole. */
  const opened = signal<ReadonlySet<string>>(new Set());
  /** Typed for all messages. */
  const timeout = signal(formatSeconds(30));
  /** The page shows a sample of a queue elsewhere, and receives nothing itself. */
  const sample = signal<SampleState | undefined>(undefined);
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
  /** On the clock of the queue's connection. */
  const readNow = (queueArn: string): number => readWall() + (offsetsMs.value[connectionOf(queueArn)] ?? 0);
  const isOpen = (row: ReceivedRow): boolean => isInFlight(row, readNow(row.queueArn));

  /** Only as often as the rows change: what is typed is saved with each key. */
  const keptRows = computed(() => keepRows(rows.value));

  function save(): void {
    channel.saveState({ ...draft.value, rows: keptRows.peek() });
  }

  function change(part: Partial<ReceiveDraft>): void {
    draft.value = { ...draft.value, ...part };
    save();
  }

  function setClocks(clocks: readonly ConnectionClock[]): void {
    const wall = readWall();
    const told = clocks.map(({ connectionId, now }) => [connectionId, now - wall]);
    offsetsMs.value = { ...offsetsMs.value, ...Object.fromEntries(told) };
  }

  function setClock(queueArn: string, now: number): void {
    setClocks([{ connectionId: connectionOf(queueArn), now }]);
  }

  function setRows(next: readonly ReceivedRow[]): void {
    rows.value = next;
    save();
  }

  /** Messages that were received are shown in any case: they are in flight, and only their handles delete them. */
  function takeReceived({ requestId, queueArn, outcome: came }: Received): void {
    if (came.ok && came.messages.length > 0) setRows(addReceived(rows.value, queueArn, came.messages));
    if (came.ok) setClock(queueArn, came.now);
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
        setClocks(message.clocks);
        pending.value = message.pendingId;
        lastRequestId = Math.max(lastRequestId, message.pendingId ?? 0);
        choice.initialize(message);
        return;
      case 'clocksTold':
        setClocks(message.clocks);
        return;
      case 'received':
        takeReceived(message);
        return;
      case 'handlesDeleted':
        setRows(applyDeleted(rows.value, message.result));
        return;
      case 'visibilityChanged':
        setClock(message.queueArn, message.now);
        setRows(applyVisibility(rows.value, message.result, message.visibleAt));
        return;
      case 'bodyRead':
        setRows(applyBody(rows.value, message.receiptHandle, message.body));
        return;
      case 'sampleTold':
        sample.value = message.sample;
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
    sample,
    readWall,
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
    giveBack: () => channel.post({ type: 'giveBack' }),
    lookAgain: () => channel.post({ type: 'lookAgain' }),
    listInFlight: () => rows.value.filter(isOpen),
    deleteRows: (chosen: readonly ReceivedRow[]) => {
      for (const [queueArn, handles] of groupByQueue(chosen))
        channel.post({ type: 'deleteHandles', queueArn, handles });
    },
    /** Of all queues in the list, when the user confirms it. */
    deleteAll: () => {
      const groups = groupByQueue(rows.value.filter(isOpen));
      const queues = [...groups].map(([queueArn, handles]) => ({ queueArn, handles }));
      if (queues.length > 0) channel.post({ type: 'deleteAll', queues });
    },
    isBodyOpen: ({ receiptHandle }: ReceivedRow) => opened.value.has(receiptHandle),
    openBody: ({ receiptHandle, isBodyCut, isBodyLost }: ReceivedRow, opens: boolean) => {
      const next = new Set(opened.value);
      if (opens) next.add(receiptHandle);
      else next.delete(receiptHandle);
      opened.value = next;
      if (opens && isBodyCut === true && isBodyLost !== true)
        channel.post({ type: 'readBody', receiptHandle });
    },
    changeVisibility: (chosen: readonly ReceivedRow[], seconds: number) => {
      for (const [queueArn, handles] of groupByQueue(chosen))
        channel.post({ type: 'changeVisibility', queueArn, handles, seconds });
    },
    /** Forgets what is done: deleted or timed out. */
    clear: () => setRows(rows.value.filter(isOpen)),
    openMessage: ({ queueArn, messageId }: ReceivedRow) =>
      channel.post({ type: 'openMessage', queueArn, messageId }),
    copy: (text: string) => channel.post({ type: 'copy', text }),
  };
}
