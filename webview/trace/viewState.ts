import type { TraceFilter } from '../protocol.ts';
import { EVENT_KIND_LIST } from './eventKinds.ts';

/** What the trace keeps over hiding and reloading: how it is looked at, never what it shows. */
export interface ViewState {
  /** Without a time range or a message, which belong to one run of the broker. */
  readonly filter: TraceFilter;
  readonly showsChart: boolean;
}

/** Reads the saved state back, whatever an older version left there. */
export function restoreViewState(saved: unknown): ViewState {
  const record = isRecord(saved) ? saved : {};
  const filter = isRecord(record['filter']) ? record['filter'] : {};
  const { text, queueArn, consumerId, kinds } = filter;
  const known = Array.isArray(kinds) ? EVENT_KIND_LIST.filter((kind) => kinds.includes(kind)) : [];
  return {
    filter: {
      ...(typeof text === 'string' && text !== '' ? { text } : {}),
      ...(typeof queueArn === 'string' ? { queueArn } : {}),
      ...(typeof consumerId === 'string' ? { consumerId } : {}),
      ...(known.length > 0 ? { kinds: known } : {}),
    },
    showsChart: record['showsChart'] !== false,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
