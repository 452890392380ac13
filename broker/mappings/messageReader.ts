import type { Queue } from '../engine/state/queue.ts';
import type { FilterPattern } from '../eventFilters/filterPattern.ts';
import { EventFilters } from '../eventFilters/matchRecord.ts';
import type { parseFilterPattern } from '../eventFilters/parsePattern.ts';
import type { Slice, Sliced } from '../eventFilters/slices.ts';
import { describeRecord, type EventRecord } from './eventRecord.ts';
import type { Mapping } from './mapping.ts';
import type { MessageReader, ReadMessage } from './ports.ts';

/**
 * Reads messages by what a mapping is set to now.
 * @param parse given, because its texts are translated: the bundle of mappings has no translations
 */
export function createReader(
  { settings, region }: Mapping,
  queue: Queue,
  parse: typeof parseFilterPattern,
): MessageReader {
  const { windowSeconds } = settings;
  const patterns = settings.patterns.flatMap((text): FilterPattern[] => {
    const parsed = parse(text);
    return parsed.ok ? [parsed.pattern] : [];
  });
  // A filter that this version cannot read must not delete what it would have let pass.
  const areRead = patterns.length === settings.patterns.length;
  const filters = new EventFilters(areRead ? patterns : []);
  const source = { queueArn: queue.arn, region, windowSeconds };
  return (message, leaseEndsAt) => {
    const record = describeRecord(message, source);
    const { groupId } = message.content;
    return (slice) => read(record, { groupId, leaseEndsAt, filters, patterns: settings.patterns }, slice);
  };
}

interface Reading {
  readonly groupId: string | undefined;
  /** Epoch ms. */
  readonly leaseEndsAt: number;
  readonly filters: EventFilters;
  /** Of the filters, as they were sent. */
  readonly patterns: readonly string[];
}

/**
 * Not a function of each message: V8 makes a class for the generators of each generator function, keeps it for two collections of
 * all objects, and with it all that the function knows.
 */
function* read(
  record: EventRecord,
  { groupId, leaseEndsAt, filters, patterns }: Reading,
  slice: Slice,
): Sliced<ReadMessage> {
  const { messageId, receiptHandle } = record;
  const verdict = yield* filters.match(record, slice);
  if (!verdict.matches) {
    const bodyForm =
      verdict.reason === 'bodyForm'
        ? { pattern: patterns[verdict.filter] ?? '', form: verdict.bodyForm }
        : undefined;
    const absentField = verdict.reason === 'absentField' ? verdict : undefined;
    return { matches: false, message: { messageId, receiptHandle, groupId, bodyForm, absentField } };
  }
  const json = JSON.stringify(record);
  slice.count(1, json.length);
  const bytes = Buffer.byteLength(json);
  return { matches: true, message: { messageId, receiptHandle, groupId, record: json, bytes, leaseEndsAt } };
}
