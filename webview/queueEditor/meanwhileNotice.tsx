import * as l10n from '@vscode/l10n';
import { Notice } from '../shared/notice.tsx';
import type { EditorStore } from './editorStore.ts';

/** What others did to the queue while it is edited. */
export function MeanwhileNotice({ store }: { readonly store: EditorStore }) {
  if (store.isGone.value && store.hasForm.value) {
    return (
      <Notice
        kind="warning"
        text={l10n.t('This queue was deleted. Copy your changes as queueside.json to keep them.')}
      >
        <button type="button" class="link" onClick={store.copyDefinition}>
          {l10n.t('Copy as queueside.json')}
        </button>
      </Notice>
    );
  }
  const theirs = store.theirs.value;
  if (theirs.length === 0) return null;
  return (
    <Notice
      kind="warning"
      text={l10n.t(
        'This queue was changed meanwhile: {0}.',
        theirs.map(({ label, from, to }) => `${label} ${from} → ${to}`).join('; '),
      )}
    >
      <button type="button" class="link" onClick={store.dismissTheirs}>
        {l10n.t('Dismiss')}
      </button>
    </Notice>
  );
}
