import { Icon } from '../shared/controls.tsx';
import { queueNameOf } from '../shared/queueName.ts';
import type { ComposerStore } from './composerStore.ts';

/** Where the draft went that was in the form before another queue was chosen. */
export function LeftoverLine({ store }: { readonly store: ComposerStore }) {
  const queueArn = store.leftoverOf.value;
  if (queueArn === undefined) return null;
  return (
    <div class="notice" role="status">
      <Icon name="info" />
      <span class="notice-text">
        Your draft for the queue <b>{queueNameOf(queueArn)}</b> is kept.
      </span>
      {store.isBlank.value && (
        <vscode-button secondary onClick={store.copyLeftover}>
          Copy It Here
        </vscode-button>
      )}
    </div>
  );
}
