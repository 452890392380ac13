import * as l10n from '@vscode/l10n';
import { ActionBar } from '../shared/actionBar.tsx';
import { Icon, IconButton } from '../shared/controls.tsx';
import { forCount } from '../shared/quantities.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { Notice } from '../shared/notice.tsx';
import type { EditorStore } from './editorStore.ts';

const LIST_ID = 'changes';

/** What Apply would change, value by value, and the buttons that do it. */
export function ChangesBar({ store }: { readonly store: EditorStore }) {
  const changes = store.changes.value;
  const isNew = store.isNew.value;
  return (
    <ActionBar
      label={isNew ? l10n.t('Create') : l10n.t('Apply')}
      canRun={store.canApply.value}
      onRun={store.apply}
      mistakeCount={store.mistakeCount.value}
      hindrance={store.isNameless.value ? l10n.t('Enter a queue name.') : undefined}
      details={changes.length > 0 && <ChangeList store={store} />}
      outcome={
        <>
          <LossLine store={store} />
          <OutcomeLine store={store} />
          {store.unplaced.value.map((text) => (
            <Notice kind="error" text={text} key={text} />
          ))}
        </>
      }
      kept={
        changes.length > 0 &&
        !isNew && (
          <button type="button" class="link changes-link" onClick={showChanges}>
            {countChanges(changes.length)}
          </button>
        )
      }
    >
      <vscode-button secondary disabled={!store.isEdited.value} onClick={store.revertAll}>
        {l10n.t('Discard Changes')}
      </vscode-button>
      <span class="spacer" />
      <button type="button" class="link" onClick={store.copyDefinition}>
        {l10n.t('Copy as queueside.json')}
      </button>
    </ActionBar>
  );
}

function ChangeList({ store }: { readonly store: EditorStore }) {
  const changes = store.changes.value;
  return (
    <section class="changes" aria-label={l10n.t('Changes')}>
      <span class="field-label">
        {store.isNew.value ? l10n.t('Different from the defaults') : countChanges(changes.length)}
      </span>
      <ul id={LIST_ID} tabIndex={0} aria-label={l10n.t('Changes')}>
        {changes.map((row) => (
          <li key={row.id}>
            <span class="change-label">{row.label}</span>
            <span class="change-values">
              <span class="dim">{row.from}</span>
              <span aria-label={l10n.t('becomes')}> → </span>
              <span>{row.to}</span>
            </span>
            <IconButton
              icon="discard"
              label={l10n.t('Undo the change of {0}', row.label)}
              onClick={() => store.revert(row)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function countChanges(count: number): string {
  return forCount(count, l10n.t('1 change'), l10n.t('{0} changes', count));
}

/** In a low window the list is below the form. */
function showChanges(): void {
  const list = document.getElementById(LIST_ID);
  list?.scrollIntoView({ block: 'center' });
  list?.focus();
}

/** A shorter retention period ends the retention of older messages. */
function LossLine({ store }: { readonly store: EditorStore }) {
  const count = store.messagesLost.value;
  if (count === 0) return null;
  return (
    <p class="loss" role="status">
      <Icon name="warning" />{' '}
      {forCount(
        count,
        l10n.t('1 message is older than the new retention period and will expire.'),
        l10n.t('{0} messages are older than the new retention period and will expire.', formatCount(count)),
      )}
    </p>
  );
}

function OutcomeLine({ store }: { readonly store: EditorStore }) {
  const outcome = store.outcome.value;
  if (outcome === undefined) return null;
  if (outcome.kind === 'applied' || outcome.kind === 'created') {
    return (
      <p class="outcome" role="status">
        <Icon name="check" class="good" />{' '}
        {outcome.kind === 'created' ? l10n.t('Created.') : l10n.t('Applied.')}
      </p>
    );
  }
  if (outcome.kind === 'changedMeanwhile') {
    return (
      <Notice
        kind="warning"
        isUrgent
        text={l10n.t(
          'Nothing was applied, because the queue was changed meanwhile. Check the changes and apply them again.',
        )}
      />
    );
  }
  return null;
}
