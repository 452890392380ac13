import * as l10n from '@vscode/l10n';
import { TAG_LIMITS } from '../../broker/api/queueAttributes.ts';
import { Icon, IconButton, TextField } from '../shared/controls.tsx';
import { TAG_ID } from './changes.ts';
import type { EditorStore } from './editorStore.ts';
import { fieldId } from './field.tsx';

/** Tags, a row each, checked while they are typed. */
export function TagsGrid({ store }: { readonly store: EditorStore }) {
  const { tags } = store.form.value;
  const problem = store.problems.value.tags;
  return (
    <section class="tags" aria-label={l10n.t('Tags')}>
      <div class="section-header">
        <span class="field-label">{l10n.t('Tags')}</span>
        {tags.length > 0 && <span class="dim">{l10n.t('{0} of {1}', tags.length, TAG_LIMITS.count)}</span>}
      </div>
      {tags.map(({ key, name, value }, index) => {
        const problems = store.tagProblems.value[index] ?? {};
        return (
          <div key={key} role="group" aria-label={l10n.t('Tag {0}', String(index + 1))}>
            <div class="tag-row">
              <TextField
                {...(index === 0 ? { id: fieldId('tags') } : {})}
                label={l10n.t('Key of tag {0}', index + 1)}
                placeholder={l10n.t('Key')}
                value={name}
                invalid={problems.name !== undefined}
                describedBy={problems.name}
                onInput={(typed) => store.changeTag(key, { name: typed })}
              />
              <TextField
                label={l10n.t('Value of tag {0}', index + 1)}
                placeholder={l10n.t('Value')}
                value={value}
                invalid={problems.value !== undefined}
                describedBy={problems.value}
                onInput={(typed) => store.changeTag(key, { value: typed })}
              />
              <IconButton
                icon="close"
                label={l10n.t('Remove Tag {0}', index + 1)}
                onClick={() => store.removeTag(key)}
              />
            </div>
            {(problems.name ?? problems.value) !== undefined && (
              <div class="tag-row problems">
                <p class="field-problem">{problems.name}</p>
                <p class="field-problem">{problems.value}</p>
              </div>
            )}
          </div>
        );
      })}
      {tags.length < TAG_LIMITS.count && (
        <button
          type="button"
          class="link add-row"
          {...(tags.length === 0 ? { id: fieldId('tags') } : {})}
          onClick={store.addTag}
        >
          {l10n.t('Add Tag')}
        </button>
      )}
      <TagConflicts store={store} />
      {problem !== undefined && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

/** Below all rows: the user may have removed the row of a tag that others have changed. */
function TagConflicts({ store }: { readonly store: EditorStore }) {
  const now = store.currentTags.value;
  return store.conflicts.value
    .filter((id) => id.startsWith(TAG_ID))
    .map((id) => {
      const name = id.slice(TAG_ID.length);
      const value = now[name];
      return (
        <p class="field-conflict" key={id}>
          <Icon name="warning" />{' '}
          {value === undefined
            ? l10n.t('Tag {0} was removed meanwhile.', name)
            : l10n.t('Tag {0} was changed meanwhile to {1}.', name, value)}{' '}
          <button type="button" class="link" onClick={() => store.revert({ id })}>
            {value === undefined ? l10n.t('Remove It') : l10n.t('Use This Value')}
          </button>
        </p>
      );
    });
}
