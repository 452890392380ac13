import { formatAttributes, readAttributes } from './messageJson.ts';
import type { LineProblem, MessageRecord } from './messageRecord.ts';

/** Of system attributes, with columns of their own; the values of the others are in no column. */
const SYSTEM_COLUMNS = [
  'MessageGroupId',
  'MessageDeduplicationId',
  'AWSTraceHeader',
  'ApproximateReceiveCount',
  'DeadLetterQueueSourceArn',
] as const;

export const BODY_COLUMN = 'Body';

export const MESSAGE_COLUMNS = ['MessageId', 'SentAt', ...SYSTEM_COLUMNS, BODY_COLUMN, 'MessageAttributes'];

/** The cells of a message, in the order of {@link MESSAGE_COLUMNS}; empty: it has no such value. */
export function formatCells({ messageId, body, attributes, systemAttributes }: MessageRecord): string[] {
  const { SentTimestamp: sentAt } = systemAttributes;
  return [
    messageId ?? '',
    // For people who read it in a spreadsheet.
    sentAt === undefined ? '' : writeTime(Number(sentAt)),
    ...SYSTEM_COLUMNS.map((name) => systemAttributes[name] ?? ''),
    body,
    attributes.length === 0 ? '' : formatAttributes(attributes),
  ];
}

/** @param row by the names of its columns, of which all but the body may be missing */
export function readCells(row: ReadonlyMap<string, string>): MessageRecord | LineProblem {
  const body = row.get(BODY_COLUMN) ?? '';
  if (body === '') return { kind: 'bodyMissing' };
  const attributes = readAttributeCell(row.get('MessageAttributes') ?? '');
  if ('kind' in attributes) return attributes;
  const messageId = row.get('MessageId') ?? '';
  const sentAt = Date.parse(row.get('SentAt') ?? '');
  const given = SYSTEM_COLUMNS.map((name) => [name, row.get(name) ?? ''] as const);
  return {
    ...(messageId === '' ? {} : { messageId }),
    body,
    attributes,
    systemAttributes: {
      ...(Number.isNaN(sentAt) ? {} : { SentTimestamp: String(sentAt) }),
      ...Object.fromEntries(given.filter(([, value]) => value !== '')),
    },
  };
}

/** Nothing of a time that is none, as a file of another program may have it. */
function writeTime(sentAt: number): string {
  const time = new Date(sentAt);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

function readAttributeCell(cell: string): ReturnType<typeof readAttributes> {
  if (cell === '') return [];
  try {
    return readAttributes(JSON.parse(cell));
  } catch {
    return { kind: 'badMember', member: 'MessageAttributes' };
  }
}
