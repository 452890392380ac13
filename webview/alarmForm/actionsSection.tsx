import * as l10n from '@vscode/l10n';
import { Icon, IconButton, TextField } from '../shared/controls.tsx';
import { Field } from '../shared/field.tsx';
import { ACTION_LISTS, type ActionListName } from './alarmDraft.ts';
import { isActionArn, MAXIMUM_ACTIONS } from './alarmRules.ts';
import type { AlarmStore } from './alarmStore.ts';

const TITLES: Readonly<Record<ActionListName, () => string>> = {
  alarmActions: () => l10n.t('In alarm'),
  okActions: () => l10n.t('OK'),
  insufficientDataActions: () => l10n.t('Insufficient data'),
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
        {l10n.t('Actions enabled')}
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
  // What is wrong with one action is said at its row.
  const problem = actions.every(isActionArn) ? store.problems.value[list] : undefined;
  return (
    <Field label={title} problem={problem}>
      {actions.map((_, index) => (
        <ActionRow key={index} store={store} list={list} index={index} />
      ))}
      {!isFull && (
        <div class="action-adds">
          {unused.map((target) => (
            <button
              type="button"
              class="link"
              key={target.arn}
              onClick={() => store.addAction(list, target.arn)}
            >
              {target.kind === 'topic'
                ? l10n.t('Add Topic “{0}”', target.name)
                : l10n.t('Add Pool “{0}”', target.name)}
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

interface ActionRowProps {
  readonly store: AlarmStore;
  readonly list: ActionListName;
  readonly index: number;
}

/** A topic or a pool by its name: what tells one ARN from another is at its end. Others are typed. */
function ActionRow({ store, list, index }: ActionRowProps) {
  const arn = store.draft.value?.[list][index] ?? '';
  const target = store.targets.value.find((each) => each.arn === arn);
  const problem = isActionArn(arn) ? undefined : l10n.t('Enter an ARN, or add a topic or a pool below.');
  return (
    <>
      <div class="action-row">
        {target === undefined ? (
          <TextField
            label={l10n.t('{0}: action {1}', TITLES[list](), index + 1)}
            placeholder="arn:aws:sns:us-east-1:000000000000:alerts"
            value={arn}
            title={arn}
            invalid={problem !== undefined}
            describedBy={problem}
            onInput={(text) => store.changeAction(list, index, text)}
          />
        ) : (
          <span class="action-target" title={arn}>
            <Icon name={target.kind === 'topic' ? 'megaphone' : 'server-process'} />{' '}
            {target.kind === 'topic' ? l10n.t('Topic {0}', target.name) : l10n.t('Pool {0}', target.name)}
          </span>
        )}
        <IconButton
          icon="close"
          label={l10n.t('Remove action {0}', index + 1)}
          onClick={() => store.removeAction(list, index)}
        />
      </div>
      {problem !== undefined && <p class="field-problem">{problem}</p>}
    </>
  );
}
