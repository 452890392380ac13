import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../shared/controls.tsx';
import type { VscodeButton } from '../shared/elements.ts';
import type { ComposerStore } from './composerStore.ts';

/** The question before a body is sent that is treated as JSON and is none. */
export function DoubtLine({ store }: { readonly store: ComposerStore }) {
  const cancel = useRef<VscodeButton>(null);
  const doubt = store.doubt.value;
  useEffect(() => {
    if (doubt !== undefined) cancel.current?.focus();
  }, [doubt]);
  if (doubt === undefined) return null;
  return (
    <div
      class="notice warning"
      role="alertdialog"
      aria-label={l10n.t('The body is not valid JSON')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') store.dismissDoubt();
      }}
    >
      <Icon name="warning" />
      <span class="notice-text">{l10n.t('The body is not valid JSON. {0}', doubt)}</span>
      <vscode-button onClick={store.sendAnyway}>{l10n.t('Send Anyway')}</vscode-button>
      <vscode-button secondary ref={cancel} onClick={store.dismissDoubt}>
        {l10n.t('Cancel')}
      </vscode-button>
    </div>
  );
}
