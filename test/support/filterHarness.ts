import assert from 'node:assert/strict';
import type { FilterPattern } from '../../broker/eventFilters/filterPattern.ts';
import {
  EventFilters,
  type FilteredRecord,
  type FilterVerdict,
} from '../../broker/eventFilters/matchRecord.ts';
import { runWhole, type Slice, type Sliced } from '../../broker/eventFilters/slices.ts';
import { parseFilterPattern } from '../../broker/eventFilters/parsePattern.ts';

/** A record as filters see it, with one message attribute of each type. */
export const RECORD: FilteredRecord = {
  messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
  receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
  body: 'ORDER-17 paid',
  attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1545082649183' },
  messageAttributes: {
    kind: { stringValue: 'new', stringListValues: [], binaryListValues: [], dataType: 'String' },
    photo: { binaryValue: 'AgME', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
  },
  md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
};

/** A pattern that must be valid. @param pattern JSON text, or what becomes it */
export function readPattern(pattern: unknown): FilterPattern {
  const parsed = parseFilterPattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern));
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.detail);
  return parsed.pattern;
}

/** What is wrong with a pattern that must not be valid. */
export function readRefusal(text: string): string {
  const parsed = parseFilterPattern(text);
  assert.ok(!parsed.ok, text);
  assert.equal(parsed.message, 'Invalid filter pattern definition.');
  return parsed.detail;
}

export function matchRecord(record: Partial<FilteredRecord>, ...patterns: readonly unknown[]): FilterVerdict {
  return runWhole((slice) => matchInSlices(slice, record, ...patterns));
}

export function matchInSlices(
  slice: Slice,
  record: Partial<FilteredRecord>,
  ...patterns: readonly unknown[]
): Sliced<FilterVerdict> {
  return new EventFilters(patterns.map(readPattern)).match({ ...RECORD, ...record }, slice);
}

/** Whether a pattern of the body matches one, both as JSON text or as what becomes it. */
export function matchesBody(pattern: unknown, body: unknown): boolean {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return matchRecord({ body: text(body) }, `{"body":${text(pattern)}}`).matches;
}
