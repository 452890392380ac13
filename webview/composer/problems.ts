import * as l10n from '@vscode/l10n';
import type { QueueKind } from '../../broker/protocol/queue.ts';
import type { ComposerDraft, RequestFailure } from '../protocol.ts';
import { formatBytes, formatCount } from '../shared/byteFormat.ts';
import { forCount } from '../shared/quantities.ts';
import {
  type AttributeProblems,
  findAttributeProblems,
  isBlankAttribute,
  MAXIMUM_ATTRIBUTES,
} from './attributeRules.ts';
import type { IllegalCharacters } from './characterRules.ts';
import {
  findCountProblem,
  findDeduplicationIdProblem,
  findDelayProblem,
  findGroupIdProblem,
} from './fieldRules.ts';

/** The parts of the form that a problem can be shown at. */
export type ComposerField =
  | 'queue'
  | 'body'
  | 'attributes'
  | 'delay'
  | 'groupId'
  | 'deduplicationId'
  | 'count';

export type FieldProblems = Partial<Readonly<Record<ComposerField, string>>>;

export interface DraftProblems {
  readonly fields: FieldProblems;
  /** One entry per attribute row. */
  readonly attributes: readonly AttributeProblems[];
  /** The message can be sent. */
  readonly isSendable: boolean;
}

/** What was read and measured of a draft. */
export interface MeasuredDraft {
  readonly totalBytes: number;
  readonly illegalInBody?: IllegalCharacters | undefined;
}

/** Checks a draft as SendMessage would, so that mistakes show while typing. */
export function findDraftProblems(
  draft: ComposerDraft,
  kind: QueueKind,
  measured: MeasuredDraft,
  maximumBytes: number,
): DraftProblems {
  const found: Record<string, string | undefined> = {
    body: findBodyProblem(measured, maximumBytes),
    attributes: findCountOfAttributesProblem(draft),
    count: findCountProblem(draft.count),
    ...(kind === 'fifo'
      ? {
          groupId: findGroupIdProblem(draft.groupId),
          deduplicationId: findDeduplicationIdProblem(draft.deduplicationId),
        }
      : { delay: findDelayProblem(draft.delaySeconds) }),
  };
  const fields: FieldProblems = Object.fromEntries(
    Object.entries(found).filter(([, text]) => text !== undefined),
  );
  const attributes = findAttributeProblems(draft.attributes);
  const areAttributesFine = attributes.every((problems) => Object.keys(problems).length === 0);
  const isSendable = areAttributesFine && draft.body !== '' && Object.keys(fields).length === 0;
  return { fields, attributes, isSendable };
}

/** How many fields show a mistake. */
export function countMistakes({ fields, attributes }: DraftProblems, draft: ComposerDraft): number {
  const shown = Object.keys(fields).filter((field) => !(field === 'groupId' && isGroupIdQuiet(draft)));
  return attributes.reduce((sum, row) => sum + Object.keys(row).length, shown.length);
}

/** A missing group ID is only blamed on an empty field once the rest of the message is there. */
export function isGroupIdQuiet({ groupId, body }: ComposerDraft): boolean {
  return groupId === '' && body === '';
}

/** An empty body is not shown as a mistake before anything is typed; it only keeps the draft from being sent. */
function findBodyProblem(
  { totalBytes, illegalInBody }: MeasuredDraft,
  maximumBytes: number,
): string | undefined {
  if (illegalInBody !== undefined) return describeIllegal(illegalInBody);
  if (totalBytes <= maximumBytes) return undefined;
  return l10n.t(
    'The message is {0} over the limit of {1}.',
    formatBytes(totalBytes - maximumBytes),
    formatBytes(maximumBytes),
  );
}

function describeIllegal({ codePoint, line, column, count }: IllegalCharacters): string {
  const place = [formatCount(line), formatCount(column)] as const;
  return forCount(
    count,
    l10n.t('{0} in line {1}, column {2}, cannot be sent. Remove it.', codePoint, ...place),
    l10n.t(
      '{0} characters cannot be sent. Remove them, first {1} in line {2}, column {3}.',
      formatCount(count),
      codePoint,
      ...place,
    ),
  );
}

function findCountOfAttributesProblem(draft: ComposerDraft): string | undefined {
  const filled = draft.attributes.filter((attribute) => !isBlankAttribute(attribute)).length;
  return filled > MAXIMUM_ATTRIBUTES
    ? l10n.t('A message can have at most {0} attributes.', MAXIMUM_ATTRIBUTES)
    : undefined;
}

const FIELD_OF_PARAMETER: Readonly<Record<string, ComposerField>> = {
  QueueUrl: 'queue',
  MessageBody: 'body',
  MessageAttributes: 'attributes',
  MessageAttribute: 'attributes',
  DelaySeconds: 'delay',
  MessageGroupId: 'groupId',
  MessageDeduplicationId: 'deduplicationId',
};

/** Fields that the form has for the other type of queue only. */
const HIDDEN: Readonly<Record<QueueKind, readonly ComposerField[]>> = {
  fifo: ['delay'],
  standard: ['groupId', 'deduplicationId'],
};

/** The field of the form that a refusal of the broker is about; undefined: show it above the send button. */
export function findFailureField(failure: RequestFailure, kind: QueueKind): ComposerField | undefined {
  if (failure.code === 'NonExistentQueue') return 'queue';
  const head = failure.parameter?.split('.')[0];
  const field = head === undefined ? undefined : FIELD_OF_PARAMETER[head];
  return field !== undefined && HIDDEN[kind].includes(field) ? undefined : field;
}
