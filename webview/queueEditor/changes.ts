import * as l10n from '@vscode/l10n';
import { readOwn } from '../../broker/protocol/ownValue.ts';
import { explainValue, LABELS } from './fieldTexts.ts';
import { listChanged, type Settings } from './settings.ts';

type Tags = Readonly<Record<string, string>>;

/** Before the key, in the id of a tag. */
export const TAG_ID = 'tag ';

/** A queue as it is, or as the form wants it. */
export interface QueueValues {
  readonly settings: Settings;
  readonly tags: Tags;
}

/** A value that Apply would change. */
export interface ChangeRow {
  /** An attribute, or `TAG_ID` and a key. */
  readonly id: string;
  readonly label: string;
  /** For reading. */
  readonly from: string;
  readonly to: string;
}

export interface TagChanges {
  readonly set: Tags;
  readonly removed: readonly string[];
}

/** What differs, in the order of the form. */
export function listChanges(from: QueueValues, to: QueueValues): ChangeRow[] {
  const { set, removed } = compareTags(from.tags, to.tags);
  return [
    ...listChanged(from.settings, to.settings).map((name) => ({
      id: name,
      label: LABELS[name],
      from: explainValue(name, from.settings[name] ?? ''),
      to: explainValue(name, to.settings[name] ?? ''),
    })),
    ...[...Object.keys(set), ...removed].map((key) => ({
      id: `${TAG_ID}${key}`,
      label: key === '' ? l10n.t('Tag without a key') : l10n.t('Tag {0}', key),
      from: readOwn(from.tags, key) ?? '–',
      to: readOwn(set, key) ?? '–',
    })),
  ];
}

export function compareTags(from: Tags, to: Tags): TagChanges {
  return {
    set: Object.fromEntries(Object.entries(to).filter(([key, value]) => readOwn(from, key) !== value)),
    removed: Object.keys(from).filter((key) => readOwn(to, key) === undefined),
  };
}
