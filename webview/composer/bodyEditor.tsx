import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { chooseFormat } from './bodyFormat.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { IconButton } from '../shared/controls.tsx';
import type { ComposerStore } from './composerStore.ts';
import { createBodyView, replaceBody, setBodyLanguage } from './bodyView.ts';

interface BodyEditorProps {
  readonly store: ComposerStore;
  readonly styleNonce: string;
}

/** The body: a small code editor with its format switch. */
export function BodyEditor({ store, styleNonce }: BodyEditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<ReturnType<typeof createBodyView>>(undefined);
  /** Lines of a body of which only the start is shown. */
  const [cutLineCount, setCutLineCount] = useState<number>();

  useEffect(() => {
    if (parent.current === null) return undefined;
    const created = createBodyView({
      parent: parent.current,
      styleNonce,
      onChange: (body) => store.change({ body }),
      onSend: store.send,
    });
    view.current = created;
    setCutLineCount(replaceBody(created, store.draft.peek().body, false));
    setBodyLanguage(created, chooseFormat(store.draft.peek().format, store.draft.peek().body));
    return () => created.destroy();
  }, [store, styleNonce]);

  useSignalEffect(() => {
    const { format, body } = store.draft.value;
    if (view.current !== undefined) setBodyLanguage(view.current, chooseFormat(format, body));
  });
  useSignalEffect(() => {
    if (store.bodyRevision.value > 0 && view.current !== undefined)
      setCutLineCount(replaceBody(view.current, store.draft.peek().body, true));
  });

  const format = chooseFormat(store.draft.value.format, store.body.value);
  const problem =
    store.failureField.value === 'body' ? store.failure.value?.message : store.problems.value.fields.body;
  const encryptedWith = store.encryptedWith.value;
  const formatProblem = store.formatProblem.value;
  return (
    <section class="body-section" aria-label="Message body">
      <div class="section-header">
        <span class="field-label">Body</span>
        <span class="spacer" />
        <div class="segments" role="group" aria-label="Body format">
          <button
            type="button"
            aria-pressed={format === 'text'}
            onClick={() => store.change({ format: 'text' })}
          >
            Text
          </button>
          <button
            type="button"
            aria-pressed={format === 'json'}
            onClick={() => store.change({ format: 'json' })}
          >
            JSON
          </button>
        </div>
        <IconButton
          icon="json"
          label="Format JSON"
          disabled={format !== 'json' || store.isFormatting.value}
          onClick={store.formatBody}
        />
        <IconButton
          icon="lock"
          label="Encrypt body with a key of yours"
          disabled={store.body.value === '' || encryptedWith !== undefined}
          onClick={store.encryptBody}
        />
      </div>
      <div class={`body-editor ${problem === undefined ? '' : 'invalid'}`} ref={parent} />
      {encryptedWith !== undefined && (
        <p class="hint" role="status">
          Encrypted with your key {encryptedWith}: the broker sees only this.{' '}
          <button type="button" class="link" onClick={store.restoreBody}>
            Restore text
          </button>
        </p>
      )}
      {cutLineCount !== undefined && (
        <p class="hint" role="status">
          The body has {formatCount(cutLineCount)} lines, too many to edit here. This is its start; you can
          send it as it is.
        </p>
      )}
      {formatProblem !== undefined && (
        <p class="hint" role="status">
          {formatProblem}
        </p>
      )}
      {problem !== undefined && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
