import { Icon } from '../shared/controls.tsx';
import { queueNameOf } from '../shared/queueName.ts';
import type { ComposerStore } from './composerStore.ts';

/** The question what becomes of a draft that was written for another queue. */
export function LeftoverLine({ store }: { readonly store: ComposerStore }) {
  const queueArn = store.leftoverOf.value;
  if (queueArn === undefined) return null;
  return (
    <div class="notice" role="status">
      <Icon name="info" />
      <span class="notice-text">The form has what you wrote for {queueNameOf(queueArn)}.</span>
      <span class="spacer" />
      <vscode-button secondary onClick={store.keepLeftover}>
        Keep
      </vscode-button>
      <vscode-button secondary onClick={store.clear}>
        Start Empty
      </vscode-button>
    </div>
  );
}
