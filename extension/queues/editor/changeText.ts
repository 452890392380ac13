import * as l10n from '@vscode/l10n';
import { labelAttribute } from '../../../broker/protocol/attributeLabels.ts';
import { readOwn } from '../../../broker/protocol/ownValue.ts';
import type { SetQueueAttributesParams } from '../../../broker/protocol/queue.ts';
import { forCount } from '../../ground/forCount.ts';
import { explainAttribute } from '../attributeText.ts';

type Values = Readonly<Record<string, string>>;

/** A queue's attributes and tags, as they were read. */
export interface QueueValues {
  readonly attributes: Values;
  readonly tags: Values;
}

/** Changes that a sentence tells; the rest is a count. */
const MAXIMUM_TOLD = 3;
const MAXIMUM_CHARACTERS = 60;

/** Such as `Visibility timeout 30 s → 45 s; tag team a → b`: the words of the editor. */
export function describeChange(
  before: QueueValues,
  { attributes, tags = {}, removedTags = [] }: SetQueueAttributesParams,
): string {
  const told = [
    ...Object.entries(attributes).map(
      ([name, value]) =>
        `${labelAttribute(name)} ${explain(name, before.attributes[name])} → ${explain(name, value)}`,
    ),
    ...Object.entries(tags).map(
      ([key, value]) => `${l10n.t('tag {0}', key)} ${readOwn(before.tags, key) ?? '–'} → ${value}`,
    ),
    ...removedTags.map((key) => `${l10n.t('tag {0}', key)} ${readOwn(before.tags, key) ?? '–'} → –`),
  ];
  const rest = told.length - MAXIMUM_TOLD;
  const shown = told.slice(0, MAXIMUM_TOLD).join('; ');
  return rest > 0 ? `${shown}; ${forCount(rest, l10n.t('and 1 more'), l10n.t('and {0} more', rest))}` : shown;
}

function explain(name: string, value = ''): string {
  const text = value === '' ? '–' : explainAttribute(name, value);
  return text.length > MAXIMUM_CHARACTERS ? `${text.slice(0, MAXIMUM_CHARACTERS - 1)}…` : text;
}
