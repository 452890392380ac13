import * as l10n from '@vscode/l10n';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../shared/controls.tsx';
import type { EditorStore } from './editorStore.ts';
import { fieldId } from './field.tsx';
import { LABELS } from './fieldTexts.ts';
import { createPolicyView, markProblem, replacePolicy } from './policyView.ts';

interface PolicyFieldProps {
  readonly store: EditorStore;
  readonly styleNonce: string;
}

/** The policy as JSON, in a small code editor that marks what is wrong. */
export function PolicyField({ store, styleNonce }: PolicyFieldProps) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<ReturnType<typeof createPolicyView>>(undefined);
  useEffect(() => {
    if (parent.current === null) return undefined;
    const created = createPolicyView({
      parent: parent.current,
      styleNonce,
      label: LABELS.Policy,
      onChange: (policy) => store.change({ policy }),
    });
    view.current = created;
    replacePolicy(created, store.form.peek().policy);
    return () => created.destroy();
  }, [store, styleNonce]);
  useSignalEffect(() => {
    const { policy } = store.form.value;
    if (view.current !== undefined) replacePolicy(view.current, policy);
  });
  useSignalEffect(() => {
    const place = store.policyPlace.value;
    const text = store.problems.value.Policy;
    if (view.current !== undefined) markProblem(view.current, place, text ?? '');
  });
  const problem = store.problems.value.Policy;
  const isConflict = store.conflicts.value.includes('Policy');
  return (
    <section class="policy" aria-label={LABELS.Policy}>
      <div class="section-header">
        <span class="field-label">{LABELS.Policy}</span>
        <span class="spacer" />
        {store.form.value.policy.trim() === '' && (
          <button type="button" class="link" onClick={store.proposePolicy}>
            {l10n.t('Insert Example')}
          </button>
        )}
      </div>
      <div
        id={fieldId('Policy')}
        tabIndex={-1}
        class={problem === undefined ? 'policy-editor' : 'policy-editor invalid'}
        ref={parent}
        onFocus={(event) => {
          if (event.target === event.currentTarget) view.current?.focus();
        }}
      />
      {problem !== undefined && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
      {isConflict && (
        <p class="field-conflict">
          <Icon name="warning" /> {l10n.t('The policy was changed meanwhile.')}{' '}
          <button type="button" class="link" onClick={() => store.revert({ id: 'Policy' })}>
            {l10n.t('Use This Value')}
          </button>
        </p>
      )}
    </section>
  );
}
