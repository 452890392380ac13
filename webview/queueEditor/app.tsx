import * as l10n from '@vscode/l10n';
import { useEffect } from 'preact/hooks';
import { onRunKeys } from '../shared/actionBar.tsx';
import { BrokerNeeded, BrokerNotice } from '../shared/brokerNotice.tsx';
import { PlaceBar } from '../shared/placeBar.tsx';
import { ChangesBar } from './changesBar.tsx';
import { DeadLetterSection } from './deadLetterSection.tsx';
import type { EditorStore } from './editorStore.ts';
import { EncryptionSection } from './encryptionSection.tsx';
import { FifoSection } from './fifoSection.tsx';
import { fieldId } from './field.tsx';
import { MeanwhileNotice } from './meanwhileNotice.tsx';
import { NameSection } from './nameSection.tsx';
import { NumberField } from './numberField.tsx';
import { PolicyField } from './policyField.tsx';
import { TagsGrid } from './tagsGrid.tsx';

interface QueueEditorProps {
  readonly store: EditorStore;
  readonly styleNonce: string;
}

/** Fields that stand for attributes without one of their own. */
const SHOWN_BY: Readonly<Record<string, string>> = { SqsManagedSseEnabled: 'encryption' };

/** The whole form: what the queue is, and below it what Apply would change. */
export function QueueEditor({ store, styleNonce }: QueueEditorProps) {
  const wanted = store.wantedField.value;
  const isShown = store.hasForm.value;
  useEffect(() => {
    if (wanted !== undefined && isShown) showField(wanted.attribute);
  }, [wanted, isShown]);
  const broker = store.broker.value;
  const place = store.place.value;
  if (broker === undefined) return null;
  return (
    <main class="form-page queue-editor" onKeyDownCapture={onRunKeys(store.apply)}>
      <h1 class="visually-hidden">
        {store.isNew.value ? l10n.t('Create queue') : l10n.t('Edit queue {0}', store.form.value.name)}
      </h1>
      {place === undefined ? (
        <BrokerNotice broker={broker} onStart={store.startBroker} onShowLog={store.showLog} />
      ) : (
        <PlaceBar place={place} onConnect={store.connect} />
      )}
      <MeanwhileNotice store={store} />
      {isShown ? (
        <>
          <div class="form">
            <NameSection store={store} />
            <section class="fields" aria-label={l10n.t('Messages')}>
              <NumberField store={store} name="VisibilityTimeout" />
              <NumberField store={store} name="MessageRetentionPeriod" />
              <NumberField store={store} name="DelaySeconds" />
              <NumberField store={store} name="ReceiveMessageWaitTimeSeconds" />
              <NumberField store={store} name="MaximumMessageSize" />
            </section>
            <FifoSection store={store} />
            <DeadLetterSection store={store} />
            <EncryptionSection store={store} />
            <TagsGrid store={store} />
            <PolicyField store={store} styleNonce={styleNonce} />
          </div>
          <ChangesBar store={store} />
        </>
      ) : store.isGone.value ? (
        <div class="empty-state">
          <p>{l10n.t('The queue {0} no longer exists.', store.queueName.value)}</p>
          <div class="empty-actions">
            <vscode-button onClick={store.createQueue}>{l10n.t('Create Queue')}</vscode-button>
            <vscode-button secondary onClick={store.close}>
              {l10n.t('Close')}
            </vscode-button>
          </div>
        </div>
      ) : place !== undefined ? (
        <div class="empty-state">
          <p>{l10n.t('You can see the queue when {0} is connected.', place.name)}</p>
        </div>
      ) : (
        <BrokerNeeded
          text={l10n.t('You can see the queue when the broker runs.')}
          broker={broker}
          onStart={store.startBroker}
        />
      )}
    </main>
  );
}

/** Turns to a field and selects what is in it, so that typing replaces it. */
function showField(attribute: string): void {
  const element = document.getElementById(fieldId(SHOWN_BY[attribute] ?? attribute));
  if (element === null) return;
  element.scrollIntoView({ block: 'center' });
  element.focus();
  const input = element.shadowRoot?.querySelector('input');
  input?.select();
}
