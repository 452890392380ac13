import * as l10n from '@vscode/l10n';
import { NUMBER_ATTRIBUTES } from '../api/queueAttributes.ts';
import { type Result, fail, succeed } from '../engine/base/result.ts';
import { readAttributes } from '../engine/operations/readAttributes.ts';
import { setQueueAttributes } from '../engine/operations/setQueueAttributes.ts';
import { tagQueue, untagQueue } from '../engine/operations/tags.ts';
import type { Queue } from '../engine/state/queue.ts';
import { isAsExpected } from '../protocol/expectedValues.ts';
import { readOwn } from '../protocol/ownValue.ts';
import type { QueueDetails, SetQueueAttributesParams } from '../protocol/queue.ts';
import { checkChange } from './checkQueue.ts';
import { createEditorCaller } from './editorCall.ts';
import type { ControlServices } from './services.ts';

/** Changes attributes and tags of a queue: all of them, or none if one is invalid or no longer as expected. */
export function changeQueue(
  services: ControlServices,
  queue: Queue,
  params: SetQueueAttributesParams,
): Result<undefined> {
  const { attributes, tags = {}, removedTags = [] } = params;
  const { engine } = services;
  if (!isExpected(services, queue, params)) {
    return fail('UnsupportedOperation', l10n.t('The queue was changed meanwhile.'), 'expected');
  }
  const kept = [...queue.tags].filter(([key]) => !removedTags.includes(key));
  const hasTags = Object.keys(tags).length > 0;
  const hasOnlyTags = (hasTags || removedTags.length > 0) && Object.keys(attributes).length === 0;
  const { problems } = checkChange(
    engine,
    queue,
    attributes,
    hasTags ? { ...Object.fromEntries(kept), ...tags } : {},
  );
  const isTagged = problems.every(({ parameter }) => parameter !== 'Tags');
  if (!hasOnlyTags && isTagged) {
    const set = setQueueAttributes(
      engine,
      queue,
      attributes,
      createEditorCaller(services, 'SetQueueAttributes'),
    );
    if (!set.ok) return set;
  }
  if (removedTags.length > 0 && isTagged)
    untagQueue(engine, queue, removedTags, createEditorCaller(services, 'UntagQueue'));
  return hasTags
    ? tagQueue(engine, queue, tags, createEditorCaller(services, 'TagQueue'))
    : succeed(undefined);
}

/** A name that is none is for the rules to reject. */
function isExpected({ engine }: ControlServices, queue: Queue, params: SetQueueAttributesParams): boolean {
  const current = readAttributes(engine, queue, Object.keys(params.attributes));
  return (
    !current.ok || isAsExpected({ attributes: current.value, tags: Object.fromEntries(queue.tags) }, params)
  );
}

type QueueValues = Pick<QueueDetails, 'attributes' | 'tags'>;

/** The change that puts everything back as it was, if it is still as this one left it. */
export function invertChange(
  before: QueueValues,
  after: QueueValues,
  { queueArn, attributes, tags = {}, removedTags = [] }: SetQueueAttributesParams,
): SetQueueAttributesParams {
  const keys = [...Object.keys(tags), ...removedTags];
  const wasThere = keys.flatMap((key) => {
    const value = readOwn(before.tags, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  // One way of encryption turns the other off: what was not set may have changed too.
  const names = Object.keys(attributes).some((name) => ENCRYPTION.includes(name))
    ? [
        ...Object.keys(attributes),
        ...ENCRYPTION.filter((name) => before.attributes[name] !== after.attributes[name]),
      ]
    : Object.keys(attributes);
  return {
    queueArn,
    attributes: Object.fromEntries(
      [...new Set(names)].map((name) => [name, before.attributes[name] ?? DEFAULTS[name] ?? '']),
    ),
    tags: Object.fromEntries(wasThere),
    removedTags: Object.keys(tags).filter((key) => readOwn(before.tags, key) === undefined),
    expected: { attributes: after.attributes, tags: after.tags },
  };
}

const ENCRYPTION = ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled'];

/** Of attributes that are not returned while they have it. */
const DEFAULTS: Readonly<Record<string, string>> = {
  KmsDataKeyReusePeriodSeconds: String(NUMBER_ATTRIBUTES.KmsDataKeyReusePeriodSeconds.default),
};
