import * as l10n from '@vscode/l10n';
import { IconButton, TextField } from '../shared/controls.tsx';
import { ACTION_LISTS, type ActionListName } from './alarmDraft.ts';
import { MAXIMUM_ACTIONS } from './alarmRules.ts';
import type { AlarmStore } from './alarmStore.ts';
import { Field } from './field.tsx';

const TITLES: Readonly<Record<ActionListName, () => string>> = {
  alarmActions: () => l10n.t('When it goes off'),
  okActions: () => l10n.t('When it is OK again'),
  insufficientDataActions: () => l10n.t('When data are insufficient'),
};

/** What the alarm does: actions by state, and whether they run. */
export function ActionsSection({ store }: { readonly store: AlarmStore }) {
  return (
    <section class="actions" aria-label={l10n.t('Actions')}>
      <label class="check">
        <input
          type="checkbox"
          checked={store.draft.value?.actionsEnabled ?? true}
          onChange={(event) => store.change({ actionsEnabled: event.currentTarget.checked })}
        />
        {l10n.t('Run the actions')}
      </label>
      {ACTION_LISTS.map((list) => (
        <ActionList key={list} store={store} list={list} />
      ))}
    </section>
  );
}

function ActionList({ store, list }: { readonly store: AlarmStore; readonly list: ActionListName }) {
  const actions = store.draft.value?.[list] ?? [];
  const title = TITLES[list]();
  const unused = store.targets.value.filter(({ arn }) => !actions.includes(arn));
  const isFull = actions.length >= MAXIMUM_ACTIONS;
  return (
    <Field store={store} name={list} label={title} wide>
      {actions.map((arn, index) => (
        <div class="action-row" key={index}>
          <TextField
            label={l10n.t('{0}: action {1}', title, index + 1)}
            placeholder="arn:aws:sns:us-east-1:000000000000:alerts"
            value={arn}
            invalid={store.problems.value[list] !== undefined}
            describedBy={store.problems.value[list]}
            onInput={(text) => store.changeAction(list, index, text)}
          />
          <IconButton
            icon="trash"
            label={l10n.t('Remove action {0}', index + 1)}
            onClick={() => store.removeAction(list, index)}
          />
        </div>
      ))}
      {!isFull && (
        <div class="action-adds">
          {unused.map(({ arn, name, kind }) => (
            <button type="button" class="link" key={arn} onClick={() => store.addAction(list, arn)}>
              {kind === 'topic' ? l10n.t('Add topic {0}', name) : l10n.t('Add pool {0}', name)}
            </button>
          ))}
          <button
            type="button"
            class="link"
            aria-label={l10n.t('{0}: add an action', title)}
            onClick={() => store.addAction(list, '')}
          >
            {l10n.t('Add Action')}
          </button>
        </div>
      )}
    </Field>
  );
}
