import * as l10n from '@vscode/l10n';
import type { EditorStore } from './editorStore.ts';

/** What others did to the queue while it is edited. */
export function MeanwhileNotice({ store }: { readonly store: EditorStore }) {
  if (store.isGone.value && store.hasForm.value) {
    return (
      <div class="notice warning" role="status">
        <span class="codicon codicon-warning" aria-hidden="true" />
        <span class="notice-text">
          {l10n.t('This queue was deleted. Copy your changes as queueside.json to keep them.')}
        </span>
        <button type="button" class="link" onClick={store.copyDefinition}>
          {l10n.t('Copy as queueside.json')}
        </button>
      </div>
    );
  }
  const theirs = store.theirs.value;
  if (theirs.length === 0) return null;
  return (
    <div class="notice warning" role="status">
      <span class="codicon codicon-warning" aria-hidden="true" />
      <span class="notice-text">
        {l10n.t(
          'This queue was changed meanwhile: {0}.',
          theirs.map(({ label, from, to }) => `${label} ${from} → ${to}`).join('; '),
        )}
      </span>
      <button type="button" class="link" onClick={store.dismissTheirs}>
        {l10n.t('Dismiss')}
      </button>
    </div>
  );
}
