import type { HandlesResult, ReceivedMessage } from '../receiveProtocol.ts';
import { takeStart } from '../shared/cutText.ts';

/** More are not looked at; those that were deleted go first. */
const MAXIMUM_ROWS = 100;
/** Of all bodies and attributes: VS Code writes the state of a page to its disk at each change. */
const KEPT_CHARACTERS = 65_536;

/** A message that was received here, and what became of it. */
export interface ReceivedRow extends ReceivedMessage {
  readonly queueArn: string;
  readonly isDeleted: boolean;
  /** There was more of the body before the window was reloaded. */
  readonly isBodyCut?: boolean;
  /** The rest of the body is no longer known. */
  readonly isBodyLost?: boolean;
  /** What the service said to the last call with its handle. */
  readonly problem?: string;
}

/** In flight as far as it is known here: neither deleted nor timed out. */
export function isInFlight({ isDeleted, visibleAt }: ReceivedRow, now: number): boolean {
  return !isDeleted && visibleAt > now;
}

/** The newest receive is on top. A message that is received again is another row: it has another handle. */
export function addReceived(
  rows: readonly ReceivedRow[],
  queueArn: string,
  messages: readonly ReceivedMessage[],
): readonly ReceivedRow[] {
  const handles = new Set(messages.map(({ receiptHandle }) => receiptHandle));
  const others = rows.filter(({ receiptHandle }) => !handles.has(receiptHandle));
  const added = messages.map((message) => ({ ...message, queueArn, isDeleted: false }));
  const all = [...added, ...others];
  return dropSurplus(all, all.length - MAXIMUM_ROWS);
}

/** The oldest go, deleted ones before those that may be in flight. */
function dropSurplus(rows: readonly ReceivedRow[], surplus: number): readonly ReceivedRow[] {
  if (surplus <= 0) return rows;
  const deleted = rows.filter(({ isDeleted }) => isDeleted).slice(-surplus);
  const dropped = new Set(deleted);
  const rest = rows.filter((row) => !dropped.has(row));
  return rest.slice(0, rest.length - (surplus - deleted.length));
}

export function applyDeleted(rows: readonly ReceivedRow[], result: HandlesResult): readonly ReceivedRow[] {
  return apply(rows, result, (row) => ({ ...row, isDeleted: true }));
}

export function applyVisibility(
  rows: readonly ReceivedRow[],
  result: HandlesResult,
  visibleAt: number,
): readonly ReceivedRow[] {
  return apply(rows, result, (row) => ({ ...row, visibleAt }));
}

/** @param body whole; undefined: it is no longer known */
export function applyBody(
  rows: readonly ReceivedRow[],
  receiptHandle: string,
  body: string | undefined,
): readonly ReceivedRow[] {
  return rows.map((row) => {
    if (row.receiptHandle !== receiptHandle) return row;
    if (body === undefined) return { ...row, isBodyLost: true };
    const { isBodyCut: _, ...rest } = row;
    return { ...rest, body };
  });
}

function apply(
  rows: readonly ReceivedRow[],
  { done, failed }: HandlesResult,
  change: (row: ReceivedRow) => ReceivedRow,
): readonly ReceivedRow[] {
  const handles = new Set(done);
  const reasons = new Map(failed.map(({ receiptHandle, reason }) => [receiptHandle, reason]));
  return rows.map((row) => {
    const { problem: _, ...rest } = row;
    if (handles.has(row.receiptHandle)) return change(rest);
    const reason = reasons.get(row.receiptHandle);
    return reason === undefined ? row : { ...row, problem: reason };
  });
}

/** What is kept over a reload: handles stay valid as long as the broker keeps the messages. */
export function keepRows(rows: readonly ReceivedRow[]): readonly ReceivedRow[] {
  let room = KEPT_CHARACTERS;
  const keep = (text: string): string => {
    const kept = takeStart(text, room);
    room -= kept.length;
    return kept;
  };
  return rows.map((row) => {
    const body = keep(row.body);
    const attributes = row.attributes.map((each) => ({ ...each, value: keep(each.value) }));
    const isBodyCut = row.isBodyCut === true || body.length < row.body.length;
    return { ...row, body, attributes, ...(isBodyCut ? { isBodyCut } : {}) };
  });
}

export function restoreRows(value: unknown): readonly ReceivedRow[] {
  return Array.isArray(value) ? value.filter(isRow) : [];
}

function isRow(value: unknown): value is ReceivedRow {
  if (typeof value !== 'object' || value === null) return false;
  const { messageId, receiptHandle, body, attributes, systemAttributes, visibleAt, queueArn } =
    value as Partial<ReceivedRow>;
  return (
    typeof messageId === 'string' &&
    typeof receiptHandle === 'string' &&
    typeof body === 'string' &&
    typeof visibleAt === 'number' &&
    typeof queueArn === 'string' &&
    Array.isArray(attributes) &&
    typeof systemAttributes === 'object' &&
    systemAttributes !== null
  );
}
