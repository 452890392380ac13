import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { formatCount } from '../../shared/byteFormat.ts';
import { oneLine } from '../../shared/oneLine.ts';
import { formatDuration } from '../../shared/timeFormat.ts';

/** The start of the body of a message, if its send is among the kept events. */
export type PreviewLookup = (messageId: string) => string | undefined;

/** A value as a program reads it, and as rows are sorted by; undefined: the event has none. */
export type ColumnValue = string | number | undefined;

/** A column of the events. */
export interface TraceColumn {
  readonly title: string;
  /** Its name in a CSV file: the same in every language. */
  readonly csvName: string;
  readonly value: (event: TraceEvent, previewOf: PreviewLookup) => ColumnValue;
  /** Its texts are names, of which few differ, and which are sorted as people do; others are sorted by their characters. */
  readonly isName?: boolean;
  /** What rows are sorted by, if it is not {@link value}: as the cell reads. */
  readonly sortKey?: (event: TraceEvent) => ColumnValue;
  /** The text of a cell. */
  readonly read: (event: TraceEvent, previewOf: PreviewLookup) => string;
  /** Its texts are IDs: of a longer one, the start is shown, unless the column has room for all of it. */
  readonly isId?: boolean;
  /** The least width, unless the user sets another. */
  readonly widthPx: number;
  /** Its share of the room that is left; absent: it takes none. */
  readonly share?: number;
  readonly isNumeric?: boolean;
}

type Look = Pick<TraceColumn, 'title' | 'csvName' | 'widthPx' | 'share'>;
type Read<Value> = (event: TraceEvent, previewOf: PreviewLookup) => Value | undefined;

/** Names that many events share: `queue-2` comes before `queue-10`. */
export function nameColumn(look: Look, value: Read<string>): TraceColumn {
  return { ...textColumn(look, value), isName: true };
}

/** What a program wrote: on one line. */
export function textColumn(look: Look, value: Read<string>): TraceColumn {
  return { ...look, value, read: (event, previewOf) => oneLine(value(event, previewOf) ?? '') };
}

export function idColumn(look: Look, value: Read<string>): TraceColumn {
  return { ...textColumn(look, value), isId: true };
}

export function numberColumn(look: Look, value: Read<number>, format = formatCount): TraceColumn {
  return {
    ...look,
    isNumeric: true,
    value,
    read: (event, previewOf) => {
      const number = value(event, previewOf);
      return number === undefined ? '' : format(number);
    },
  };
}

export function durationColumn(look: Look, value: Read<number>): TraceColumn {
  return numberColumn(look, value, formatDuration);
}
