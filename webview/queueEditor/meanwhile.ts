import type { SettableAttribute } from '../../broker/api/queueAttributes.ts';
import { type ChangeRow, listChanges, type QueueValues } from './changes.ts';
import { fillAttribute, fillTags, type QueueForm, readForm, readTags } from './queueForm.ts';
import { listChanged } from './settings.ts';

/** What becomes of a form whose queue was changed by someone else. */
export interface Merged {
  /** With their values where the user has typed nothing. */
  readonly form: QueueForm;
  /** What they changed. */
  readonly theirs: readonly ChangeRow[];
  /** Of these the values that the user has changed, too: the form has the user’s. */
  readonly conflicts: readonly SettableAttribute[];
}

/** @param base what the user began with */
export function mergeChanges(form: QueueForm, base: QueueValues, now: QueueValues): Merged {
  const mine = readForm(form, base.settings);
  const isEdited = (name: SettableAttribute) => (mine[name] ?? '') !== (base.settings[name] ?? '');
  const changed = listChanged(base.settings, now.settings);
  const conflicts = changed.filter(
    (name) => isEdited(name) && (mine[name] ?? '') !== (now.settings[name] ?? ''),
  );
  const taken = changed
    .filter((name) => !isEdited(name))
    .reduce((merged, name) => fillAttribute(merged, name, now.settings), form);
  const areTagsEdited =
    listChanges({ ...base, settings: {} }, { settings: {}, tags: readTags(form) }).length > 0;
  return {
    form: areTagsEdited ? taken : { ...taken, tags: fillTags(now.tags) },
    theirs: listChanges(base, now),
    conflicts,
  };
}
