import * as l10n from '@vscode/l10n';
import { Notice } from '../shared/notice.tsx';
import { queueNameOf } from '../shared/queueName.ts';
import { Sentence } from '../shared/sentence.tsx';
import type { ComposerStore } from './composerStore.ts';

/** Where the draft went that was in the form before another queue was chosen. */
export function LeftoverLine({ store }: { readonly store: ComposerStore }) {
  const queueArn = store.leftoverOf.value;
  if (queueArn === undefined) return null;
  return (
    <Notice
      kind="info"
      text={
        <Sentence
          text={l10n.t('Your draft for the queue {0} is kept.')}
          parts={[<b key="queue">{queueNameOf(queueArn)}</b>]}
        />
      }
    >
      {store.isBlank.value && (
        <button type="button" class="link" onClick={store.copyLeftover}>
          {l10n.t('Copy It Here')}
        </button>
      )}
    </Notice>
  );
}
