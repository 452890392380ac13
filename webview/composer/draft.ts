import type { MessageAttributeValue, SendMessageParams } from '../../broker/protocol/message.ts';
import type { QueueKind } from '../../broker/protocol/queue.ts';
import type { ComposerDraft, ComposerDraftSource, DraftAttribute } from '../protocol.ts';
import { formatSeconds, parseSeconds } from '../shared/wholeSeconds.ts';
import { isBlankAttribute, joinAttributeType } from './attributeRules.ts';

export const EMPTY_DRAFT: ComposerDraft = {
  body: '',
  format: 'auto',
  attributes: [],
  delaySeconds: '',
  groupId: '',
  deduplicationId: '',
  count: '1',
};

/** Nothing was typed: only the queue and the format are chosen. */
export function isBlankDraft(draft: ComposerDraft): boolean {
  return (
    draft.attributes.length === 0 &&
    (['body', 'delaySeconds', 'groupId', 'deduplicationId', 'count'] as const).every(
      (field) => draft[field] === EMPTY_DRAFT[field],
    )
  );
}

/** A row for the attributes grid, with a key that no other row of the draft has. */
export function makeAttribute(existing: readonly DraftAttribute[]): DraftAttribute {
  const key = existing.reduce((largest, attribute) => Math.max(largest, attribute.key), 0) + 1;
  return { key, name: '', type: 'String', label: '', value: '' };
}

/** A draft that would send `source` again. */
export function draftFromMessage(source: ComposerDraftSource): ComposerDraft {
  return {
    ...EMPTY_DRAFT,
    body: source.body,
    attributes: (source.attributes ?? []).map((attribute, index) => splitAttribute(attribute, index + 1)),
    delaySeconds: source.delaySeconds === undefined ? '' : formatSeconds(source.delaySeconds),
    groupId: source.groupId ?? '',
    deduplicationId: source.deduplicationId ?? '',
    count: String(source.count ?? 1),
  };
}

function splitAttribute(attribute: MessageAttributeValue, key: number): DraftAttribute {
  const dot = attribute.type.indexOf('.');
  const base = dot === -1 ? attribute.type : attribute.type.slice(0, dot);
  return {
    key,
    name: attribute.name,
    type: base === 'Number' || base === 'Binary' ? base : 'String',
    label: dot === -1 ? '' : attribute.type.slice(dot + 1),
    value: attribute.value,
  };
}

/** The attributes that are sent, as they were typed: blank rows are left out. */
export function listFilledAttributes(attributes: readonly DraftAttribute[]): MessageAttributeValue[] {
  return attributes
    .filter((attribute) => !isBlankAttribute(attribute))
    .map((attribute) => ({
      name: attribute.name,
      type: joinAttributeType(attribute),
      value: attribute.value,
    }));
}

/** The request for a draft without problems. FIFO members are left out for standard queues, delays for FIFO ones. */
export function makeSendParams(draft: ComposerDraft, queueArn: string, kind: QueueKind): SendMessageParams {
  // White space in base64 is the user's; it is not sent.
  const attributes = listFilledAttributes(draft.attributes).map((attribute) =>
    attribute.type.startsWith('Binary')
      ? { ...attribute, value: attribute.value.replaceAll(/\s+/gu, '') }
      : attribute,
  );
  const delay = draft.delaySeconds.trim();
  const isFifo = kind === 'fifo';
  return {
    queueArn,
    body: draft.body,
    ...(attributes.length === 0 ? {} : { attributes }),
    ...(delay === '' || isFifo ? {} : { delaySeconds: parseSeconds(delay) ?? 0 }),
    ...(isFifo ? { groupId: draft.groupId } : {}),
    ...(isFifo && draft.deduplicationId !== '' ? { deduplicationId: draft.deduplicationId } : {}),
    count: Number(draft.count),
  };
}

/** Reads a draft back from the webview's saved state, whatever an older version left there. */
export function restoreDraft(saved: unknown): ComposerDraft {
  if (typeof saved !== 'object' || saved === null) return EMPTY_DRAFT;
  const record = saved as Readonly<Record<string, unknown>>;
  const readText = (name: string, otherwise: string): string => {
    const value = record[name];
    return typeof value === 'string' ? value : otherwise;
  };
  const format = record['format'];
  const attributes = Array.isArray(record['attributes']) ? record['attributes'] : [];
  const queueArn = record['queueArn'];
  return {
    ...(typeof queueArn === 'string' ? { queueArn } : {}),
    body: readText('body', ''),
    format: format === 'text' || format === 'json' ? format : 'auto',
    attributes: attributes.filter(isDraftAttribute),
    delaySeconds: readText('delaySeconds', ''),
    groupId: readText('groupId', ''),
    deduplicationId: readText('deduplicationId', ''),
    count: readText('count', '1'),
  };
}

function isDraftAttribute(value: unknown): value is DraftAttribute {
  if (typeof value !== 'object' || value === null) return false;
  const { key, name, type, label, value: text } = value as Readonly<Record<string, unknown>>;
  return (
    typeof key === 'number' &&
    typeof name === 'string' &&
    (type === 'String' || type === 'Number' || type === 'Binary') &&
    typeof label === 'string' &&
    typeof text === 'string'
  );
}
