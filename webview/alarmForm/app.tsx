import * as l10n from '@vscode/l10n';
import { ActionBar, onRunKeys } from '../shared/actionBar.tsx';
import { BrokerNeeded, BrokerNotice } from '../shared/brokerNotice.tsx';
import { Icon } from '../shared/controls.tsx';
import { ActionsSection } from './actionsSection.tsx';
import type { AlarmStore } from './alarmStore.ts';
import { ConditionSection } from './conditionSection.tsx';
import { AlarmTextRow } from './field.tsx';

/** The whole form: what the alarm watches, what it says of that in words, and what it does then. */
export function AlarmFormPage({ store }: { readonly store: AlarmStore }) {
  const broker = store.broker.value;
  if (broker === undefined) return null;
  return (
    <main class="form-page alarm-form" onKeyDownCapture={onRunKeys(store.save)}>
      <h1 class="visually-hidden">
        {store.isNew.value ? l10n.t('Create alarm') : l10n.t('Edit alarm {0}', store.draft.value?.name ?? '')}
      </h1>
      <BrokerNotice broker={broker} onStart={store.startBroker} onShowLog={store.showLog} />
      {store.content.value === 'form' ? (
        <>
          <div class="form">
            <NameSection store={store} />
            <ConditionSection store={store} />
            <ActionsSection store={store} />
          </div>
          <SaveBar store={store} />
        </>
      ) : store.content.value === 'unread' ? (
        <BrokerNeeded
          text={l10n.t('You can see the alarm when the broker runs.')}
          broker={broker}
          onStart={store.startBroker}
        />
      ) : (
        <NoForm store={store} isGone={store.content.value === 'gone'} />
      )}
    </main>
  );
}

/** Why the broker has nothing that the form could show, and what to do instead. */
function NoForm({ store, isGone }: { readonly store: AlarmStore; readonly isGone: boolean }) {
  return (
    <div class="empty-state">
      <p>
        {isGone
          ? l10n.t('The alarm {0} no longer exists.', store.name.value)
          : l10n.t(
              'The form cannot show the alarm {0}, because it watches something other than one metric of a queue. Change it in queueside.json, or by PutMetricAlarm.',
              store.name.value,
            )}
      </p>
      <div class="empty-actions">
        {!isGone && (
          <vscode-button onClick={store.openDefinition}>{l10n.t('Open queueside.json')}</vscode-button>
        )}
        <vscode-button secondary onClick={store.close}>
          {l10n.t('Close')}
        </vscode-button>
      </div>
    </div>
  );
}

/** The name of an alarm does not change. */
function NameSection({ store }: { readonly store: AlarmStore }) {
  return (
    <>
      {!store.isNew.value && (
        <header class="alarm-title">
          <h2>{store.draft.value?.name}</h2>
          <span class="dim">{l10n.t('Queue {0}', store.queueName.value)}</span>
        </header>
      )}
      <section class="fields" aria-label={l10n.t('Alarm')}>
        {store.isNew.value && (
          <AlarmTextRow
            store={store}
            name="name"
            label={l10n.t('Alarm name')}
            hint={l10n.t('Of the queue {0}', store.queueName.value)}
          />
        )}
        <AlarmTextRow store={store} name="description" label={l10n.t('Description')} />
      </section>
    </>
  );
}

function SaveBar({ store }: { readonly store: AlarmStore }) {
  return (
    <ActionBar
      label={store.isNew.value ? l10n.t('Create') : l10n.t('Apply')}
      canRun={store.canSave.value}
      onRun={store.save}
      mistakeCount={store.mistakeCount.value}
      outcome={
        <>
          {store.outcome.value?.kind === 'saved' && (
            <p class="outcome" role="status">
              <Icon name="check" class="good" /> {l10n.t('Applied.')}
            </p>
          )}
          {store.unplaced.value !== undefined && (
            <p class="outcome field-problem" role="alert">
              {store.unplaced.value}
            </p>
          )}
        </>
      }
    >
      <vscode-button secondary disabled={!store.isEdited.value} onClick={store.discard}>
        {l10n.t('Discard Changes')}
      </vscode-button>
    </ActionBar>
  );
}
