import * as l10n from '@vscode/l10n';
import { truncateText } from '../calls/truncateText.ts';
import { type JsonValue, readJsonInSlices } from '../eventFilters/jsonText.ts';
import { PART_STEPS, type Slice, type Sliced } from '../eventFilters/slices.ts';
import type { InvocationEnd } from '../functions/ports.ts';
import { formatNumber } from '../language/numbers.ts';
import type { ItemFailureCause } from '../protocol/invocation.ts';

/** An invocation that the function has processed, successfully or not. */
export type ProcessedEnd = Extract<InvocationEnd, { readonly outcome: 'returned' | 'failed' }>;

/** Why messages of a batch are deleted, or come again. */
export type OutcomeCause =
  /** It returned, and reported no failures: all are deleted. */
  | 'returned'
  /** It returned a report of failures that the mapping does not read: all are deleted. */
  | 'unreadReport'
  | ItemFailureCause;

/** What becomes of the messages of a batch. Those that come again are not touched: their visibility timeout goes on. */
export interface BatchOutcome<M> {
  readonly deleted: readonly M[];
  readonly failed: readonly M[];
  /** Of the deleted ones, those that the function reported as failed: with `unreadReport`. */
  readonly ignored?: readonly M[];
  readonly cause: OutcomeCause;
  /** A sentence in the user's language. */
  readonly detail: string;
}

/** Why a report cannot be followed. */
interface Wrong {
  readonly cause: ItemFailureCause;
  readonly detail: string;
}

/** UTF-16 units of a text of the function in a sentence. */
const MAXIMUM_QUOTED_LENGTH = 200;
const LIST_NAME = 'batchItemFailures';
const ID_NAME = 'itemIdentifier';
const NAMES = new Set([LIST_NAME, ID_NAME]);
const ERROR_NAMES = new Set(['errorType', 'errorMessage']);

/**
 * Says which messages of a batch are deleted and which come again (docs/functions.md, "Partial failures"). In slices: what the
 * function returned may have 6 MiB.
 * @param messages the batch; one id may occur more than once
 * @param readsReports whether the mapping has `ReportBatchItemFailures`
 */
export function* judgeBatch<M extends { readonly messageId: string }>(
  messages: readonly M[],
  end: ProcessedEnd,
  readsReports: boolean,
  slice: Slice,
): Sliced<BatchOutcome<M>> {
  if (end.outcome === 'failed')
    return failAll(messages, { cause: 'failed', detail: yield* describeFailure(end.payload, slice) });
  // Most functions return nothing of the kind, and what they return may be long.
  if (!readsReports && !end.payload.includes(LIST_NAME)) return deleteAll(messages);
  const list = yield* readList(end.payload, slice);
  if (!readsReports)
    return !('cause' in list) && list.length > 0
      ? yield* ignoreReport(messages, list, slice)
      : deleteAll(messages);
  if ('cause' in list) return failAll(messages, list);
  const ids = yield* readIds(list, new Set(messages.map(({ messageId }) => messageId)), slice);
  if ('cause' in ids) return failAll(messages, ids);
  return ids.size === 0 ? deleteAll(messages) : followReport(messages, ids);
}

function deleteAll<M>(messages: readonly M[]): BatchOutcome<M> {
  return {
    deleted: messages,
    failed: [],
    cause: 'returned',
    detail: l10n.t('The function returned, and reported no failures.'),
  };
}

/** A report that names none of the messages would fail all of them. */
function* ignoreReport<M extends { readonly messageId: string }>(
  messages: readonly M[],
  list: readonly JsonValue[],
  slice: Slice,
): Sliced<BatchOutcome<M>> {
  const ids = new Set<unknown>();
  for (const entry of list) {
    if (entry instanceof Map) ids.add(entry.get(ID_NAME));
    if (slice.count(PART_STEPS)) yield;
  }
  const named = messages.filter(({ messageId }) => ids.has(messageId));
  return {
    deleted: messages,
    failed: [],
    ignored: named.length === 0 ? messages : named,
    cause: 'unreadReport',
    detail: l10n.t(
      'The function reported failed messages, but they were deleted: the mapping does not have ReportBatchItemFailures.',
    ),
  };
}

function followReport<M extends { readonly messageId: string }>(
  messages: readonly M[],
  ids: ReadonlySet<string>,
): BatchOutcome<M> {
  const failed = messages.filter(({ messageId }) => ids.has(messageId));
  return {
    deleted: messages.filter(({ messageId }) => !ids.has(messageId)),
    failed,
    cause: 'reported',
    detail:
      failed.length === 1
        ? l10n.t('The function reported that 1 message failed.')
        : l10n.t('The function reported that {0} messages failed.', formatNumber(failed.length)),
  };
}

function failAll<M>(messages: readonly M[], { cause, detail }: Wrong): BatchOutcome<M> {
  return { deleted: [], failed: messages, cause, detail };
}

/** The list of a report; empty without one. In one pass that keeps two members only: a response can have 6 MiB. */
function* readList(payload: Buffer, slice: Slice): Sliced<readonly JsonValue[] | Wrong> {
  if (payload.length === 0) return [];
  const read = yield* readJsonInSlices(payload.toString(), NAMES, slice);
  if (!read.ok)
    return {
      cause: 'notJson',
      detail: l10n.t('The whole batch failed: what the function returned is not JSON.'),
    };
  const list = read.value instanceof Map ? (read.value.get(LIST_NAME) ?? null) : null;
  if (list === null) return [];
  if (Array.isArray(list)) return list as readonly JsonValue[];
  return { cause: 'notAList', detail: l10n.t('The whole batch failed: {0} is not a list.', LIST_NAME) };
}

function* readIds(
  list: readonly JsonValue[],
  known: ReadonlySet<string>,
  slice: Slice,
): Sliced<ReadonlySet<string> | Wrong> {
  const ids = new Set<string>();
  for (const [index, entry] of list.entries()) {
    const id = entry instanceof Map ? entry.get(ID_NAME) : undefined;
    if (typeof id !== 'string' || id === '') {
      const place = `${LIST_NAME}[${index}]`;
      const detail = l10n.t(
        'The whole batch failed: {0} has no {1} with the ID of a message.',
        place,
        ID_NAME,
      );
      return { cause: 'noIdentifier', detail };
    }
    if (!known.has(id)) {
      const quoted = JSON.stringify(truncateText(id, MAXIMUM_QUOTED_LENGTH));
      const detail = l10n.t(
        'The whole batch failed: the function reported {0}, which is the ID of no message of the batch.',
        quoted,
      );
      return { cause: 'unknownIdentifier', detail };
    }
    ids.add(id);
    if (slice.count(PART_STEPS)) yield;
  }
  return ids;
}

/** @param payload JSON with `errorType` and `errorMessage`, of which either may be missing */
function* describeFailure(payload: Buffer, slice: Slice): Sliced<string> {
  const read = yield* readJsonInSlices(payload.toString(), ERROR_NAMES, slice);
  const error = read.ok && read.value instanceof Map ? read.value : undefined;
  const words = [error?.get('errorType'), error?.get('errorMessage')].filter(
    (each) => typeof each === 'string' && each !== '',
  );
  if (words.length === 0) return l10n.t('The whole batch failed: the function failed.');
  return l10n.t('The whole batch failed: {0}', truncateText(words.join(': '), MAXIMUM_QUOTED_LENGTH));
}
