import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { TraceEvent } from '../../broker/protocol/trace.ts';
import type { HostToTrace, SavedTraceView, TraceSourceView } from '../protocol.ts';

type SourceNews = Extract<HostToTrace, { readonly type: 'sourceChanged' }>;

/** Queues that the filter offers; more would not be a list anyone reads. */
const MAXIMUM_QUEUES = 1_000;

/**
 * Where what is shown comes from: the local broker, the gateway of a connection, or a file that one of them wrote.
 * @param sourceId of the live trace
 */
export function createShownSource(
  saved: ReadonlySignal<SavedTraceView | undefined>,
  sourceId: Signal<string | undefined>,
) {
  const sources = signal<readonly TraceSourceView[]>([]);
  const current = computed(() => sources.value.find(({ id }) => id === sourceId.value));
  const seenQueues = signal<ReadonlySet<string>>(new Set());
  return {
    /** All that the live trace can come from. */
    sources,
    /** Where the live trace comes from; undefined before the extension has said it. */
    current,
    /** The connection whose gateway traced what is shown; undefined: a local broker did. */
    gatewayName: computed(() => {
      if (saved.value !== undefined) return saved.value.connection;
      return current.value?.place && current.value.name;
    }),
    /** ARNs of the queues that events are about. */
    seenQueues,
    noteQueues: (events: readonly TraceEvent[]): void => {
      const known = seenQueues.value;
      const fresh = new Set<string>();
      for (const { queueArn, otherQueueArn } of events) {
        if (queueArn !== undefined && !known.has(queueArn)) fresh.add(queueArn);
        if (otherQueueArn !== undefined && !known.has(otherQueueArn)) fresh.add(otherQueueArn);
      }
      if (fresh.size > 0 && known.size < MAXIMUM_QUEUES) seenQueues.value = new Set([...known, ...fresh]);
    },
    forgetQueues: (): void => {
      seenQueues.value = new Set();
    },
    /** @returns whether another source is shown now than before */
    change: ({ sourceId: next, sources: all }: SourceNews): boolean => {
      const before = sourceId.value;
      sources.value = all;
      sourceId.value = next;
      return before !== undefined && before !== next;
    },
  };
}
