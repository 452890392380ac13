import * as l10n from '@vscode/l10n';
import { ActionBar } from '../shared/actionBar.tsx';
import { formatCount } from '../shared/byteFormat.ts';
import { QueuePage } from '../shared/queuePage.tsx';
import { AttributesGrid } from './attributesGrid.tsx';
import { BodyEditor } from './bodyEditor.tsx';
import type { ComposerStore } from './composerStore.ts';
import { DoubtLine } from './doubtLine.tsx';
import { LeftoverLine } from './leftoverLine.tsx';
import { OutcomeLine } from './outcomeLine.tsx';
import { QueuePicker } from './queuePicker.tsx';
import { SendOptions } from './sendOptions.tsx';
import { SizeMeter } from './sizeMeter.tsx';

interface ComposerProps {
  readonly store: ComposerStore;
  readonly styleNonce: string;
}

/** The whole form. It stays filled after sending, because the next message is mostly a variation of the last. */
export function Composer({ store, styleNonce }: ComposerProps) {
  return (
    <QueuePage
      name="composer"
      title={l10n.t('Compose message')}
      emptyText={l10n.t('No queues yet. Create a queue to send messages.')}
      choice={store}
      hasContent={store.draft.value.queueArn !== undefined}
      onRun={store.send}
    >
      <div class="form">
        <QueuePicker store={store} />
        <LeftoverLine store={store} />
        <BodyEditor store={store} styleNonce={styleNonce} />
        <AttributesGrid store={store} />
        <SendOptions store={store} />
      </div>
      <ActionBar
        label={store.isSending.value ? l10n.t('Sending') : describeSend(store.draft.value.count)}
        canRun={store.canSend.value}
        onRun={store.send}
        mistakeCount={store.mistakeCount.value}
        hindrance={store.draft.value.body === '' ? l10n.t('Type a body to send.') : undefined}
        outcome={
          <>
            <DoubtLine store={store} />
            <OutcomeLine store={store} />
          </>
        }
      >
        <vscode-button secondary disabled={store.isBlank.value} onClick={store.clear}>
          {l10n.t('Clear')}
        </vscode-button>
        <span class="spacer" />
        <SizeMeter store={store} />
      </ActionBar>
    </QueuePage>
  );
}

function describeSend(count: string): string {
  return /^\s*0*1\s*$|^\D*$/u.test(count)
    ? l10n.t('Send')
    : l10n.t('Send {0} Times', formatCount(Number(count)));
}
