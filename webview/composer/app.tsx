import { BrokerNotice } from '../shared/brokerNotice.tsx';
import { AttributesGrid } from './attributesGrid.tsx';
import { BodyEditor } from './bodyEditor.tsx';
import type { ComposerStore } from './composerStore.ts';
import { OutcomeLine } from './outcomeLine.tsx';
import { QueuePicker } from './queuePicker.tsx';
import { SendOptions } from './sendOptions.tsx';
import { SizeMeter } from './sizeMeter.tsx';

interface ComposerProps {
  readonly store: ComposerStore;
  readonly styleNonce: string;
}

const SEND_KEYS = navigator.userAgent.includes('Mac') ? '⌘⏎' : 'Ctrl+Enter';

/** The whole form. It stays filled after sending, because the next message is mostly a variation of the last. */
export function Composer({ store, styleNonce }: ComposerProps) {
  const broker = store.broker.value;
  if (broker === undefined) return null;
  const hasNoQueue =
    broker.kind === 'running' && store.queues.value.length === 0 && store.draft.value.queueArn === undefined;
  const sendFromAnywhere = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    store.send();
  };
  return (
    <main class="composer" onKeyDown={sendFromAnywhere}>
      <h1 class="visually-hidden">Compose message</h1>
      <BrokerNotice broker={broker} onStart={store.startBroker} onShowLog={store.showLog} />
      {hasNoQueue ? (
        <div class="empty-state">
          <p>There is no queue to send to yet.</p>
          <vscode-button onClick={store.createQueue}>Create Queue</vscode-button>
        </div>
      ) : (
        <>
          <div class="form">
            <QueuePicker store={store} />
            <BodyEditor store={store} styleNonce={styleNonce} />
            <AttributesGrid store={store} />
            <SendOptions store={store} />
          </div>
          <footer class="send-bar">
            <OutcomeLine store={store} />
            <div class="send-row">
              <vscode-button
                disabled={!store.canSend.value}
                onClick={store.send}
                title={`Send (${SEND_KEYS})`}
              >
                {store.isSending.value ? 'Sending' : describeSend(store.draft.value.count)}
              </vscode-button>
              <span class="dim keys">{SEND_KEYS}</span>
              <span class="spacer" />
              <SizeMeter store={store} />
            </div>
          </footer>
        </>
      )}
    </main>
  );
}

function describeSend(count: string): string {
  return /^\s*0*1\s*$|^\D*$/u.test(count) ? 'Send' : `Send ${Number(count).toLocaleString('en-US')} Times`;
}
