import * as l10n from '@vscode/l10n';
import { BrokerNeeded, BrokerNotice } from '../shared/brokerNotice.tsx';
import { BodyPane } from './body/bodyPane.tsx';
import { Facts } from './facts.tsx';
import { Header } from './header.tsx';
import { LossNotice, NeverFound } from './lossNotice.tsx';
import type { MessageStore } from './messageStore.ts';

/** Everything that is known of one message. */
export function MessageEditor({ store }: { readonly store: MessageStore }) {
  const message = store.message.value;
  const broker = store.broker.value;
  const findWithin = (event: KeyboardEvent): void => {
    if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    store.openSearch();
  };
  return (
    <main class="message" onKeyDownCapture={findWithin}>
      <h1 class="visually-hidden">
        {message === undefined ? l10n.t('Message') : l10n.t('Message in {0}', message.queueName)}
      </h1>
      {broker !== undefined && (
        <BrokerNotice broker={broker} onStart={store.startBroker} onShowLog={store.showLog} />
      )}
      <LossNotice store={store} />
      {message === undefined && <NeverFound store={store} />}
      {message === undefined &&
        store.loss.value === undefined &&
        (broker === undefined || broker.kind === 'running' ? (
          <p class="dim empty-state" role="status">
            {l10n.t('Loading…')}
          </p>
        ) : (
          <BrokerNeeded
            text={l10n.t('You can see the message when the broker runs.')}
            broker={broker}
            onStart={store.startBroker}
          />
        ))}
      {message !== undefined && (
        <>
          <Header store={store} message={message} />
          <div class="columns">
            <BodyPane store={store} />
            <Facts store={store} message={message} />
          </div>
        </>
      )}
    </main>
  );
}
