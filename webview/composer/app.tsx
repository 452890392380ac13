import * as l10n from '@vscode/l10n';
import { ActionBar } from '../shared/actionBar.tsx';
import { formatCount } from '../shared/byteFormat.ts';
import { QueuePage } from '../shared/queuePage.tsx';
import { AttributesGrid } from './attributesGrid.tsx';
import { BodyEditor } from './bodyEditor.tsx';
import type { ComposerStore } from './composerStore.ts';
import { DoubtLine } from './doubtLine.tsx';
import { findCountProblem } from './fieldRules.ts';
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
        canRun={store.canSend.value && store.doubt.value === undefined}
        onRun={store.send}
        mistakeCount={store.mistakeCount.value}
        hindrance={describeHindrance(store)}
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

/** The broker comes first: nothing in the form helps without it. */
function describeHindrance(store: ComposerStore): string | undefined {
  if (store.needsBroker.value) return l10n.t('You can send messages when the broker runs.');
  const place = store.needsPlace.value;
  if (place !== undefined) return l10n.t('You can send messages when {0} is connected.', place.name);
  return store.draft.value.body === '' ? l10n.t('Type a body to send.') : undefined;
}

function describeSend(count: string): string {
  return findCountProblem(count) !== undefined || Number(count) === 1
    ? l10n.t('Send')
    : l10n.t('Send {0} Times', formatCount(Number(count)));
}
