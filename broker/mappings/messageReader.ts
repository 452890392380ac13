import type { Queue } from '../engine/state/queue.ts';
import type { FilterPattern } from '../eventFilters/filterPattern.ts';
import { EventFilters } from '../eventFilters/matchRecord.ts';
import type { parseFilterPattern } from '../eventFilters/parsePattern.ts';
import { describeRecord } from './eventRecord.ts';
import type { Mapping } from './mapping.ts';
import type { MessageReader } from './ports.ts';

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
    const { messageId, receiptHandle } = record;
    const { groupId } = message.content;
    return function* read(slice) {
      const verdict = yield* filters.match(record, slice);
      if (!verdict.matches) {
        const bodyForm =
          verdict.reason === 'bodyForm'
            ? { pattern: settings.patterns[verdict.filter] ?? '', form: verdict.bodyForm }
            : undefined;
        const absentField = verdict.reason === 'absentField' ? verdict : undefined;
        return { matches: false, message: { messageId, receiptHandle, groupId, bodyForm, absentField } };
      }
      const json = JSON.stringify(record);
      slice.count(1, json.length);
      const bytes = Buffer.byteLength(json);
      return {
        matches: true,
        message: { messageId, receiptHandle, groupId, record: json, bytes, leaseEndsAt },
      };
    };
  };
}
