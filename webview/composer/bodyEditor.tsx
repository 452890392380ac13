import * as l10n from '@vscode/l10n';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { chooseFormat } from './bodyFormat.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { IconButton } from '../shared/controls.tsx';
import type { ComposerStore } from './composerStore.ts';
import { createBodyView, replaceBody, setBodyLanguage } from './bodyView.ts';

/** A longer body is not drawn in the same turn as the form around it. */
const SHOWN_AT_ONCE = 65_536;

interface BodyEditorProps {
  readonly store: ComposerStore;
  readonly styleNonce: string;
}

/** The body: a small code editor with its format switch. */
export function BodyEditor({ store, styleNonce }: BodyEditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<ReturnType<typeof createBodyView>>(undefined);
  /** Only the start of the body is shown. */
  const [isCut, setIsCut] = useState(false);

  /** Of a large body that is shown in a turn of its own. */
  const showing = useRef<ReturnType<typeof setTimeout>>(undefined);

  function show(isUndoable: boolean): void {
    const { body } = store.draft.peek();
    const showNow = (): void => {
      showing.current = undefined;
      if (view.current !== undefined) setIsCut(replaceBody(view.current, body, isUndoable));
    };
    clearTimeout(showing.current);
    if (body.length <= SHOWN_AT_ONCE) showNow();
    else showing.current = setTimeout(showNow);
  }

  useEffect(() => {
    if (parent.current === null) return undefined;
    const created = createBodyView({
      parent: parent.current,
      styleNonce,
      // What is typed into the text that is about to go would come back in place of the one that comes.
      onChange: (body) => {
        if (showing.current === undefined) store.change({ body });
      },
      onPasted: store.pasteBody,
    });
    view.current = created;
    show(false);
    setBodyLanguage(created, chooseFormat(store.draft.peek().format, store.draft.peek().body));
    return () => {
      clearTimeout(showing.current);
      created.destroy();
    };
  }, [store, styleNonce]);

  useSignalEffect(() => {
    const { format, body } = store.draft.value;
    if (view.current !== undefined) setBodyLanguage(view.current, chooseFormat(format, body));
  });
  useSignalEffect(() => {
    if (store.bodyRevision.value > 0 && view.current !== undefined) show(true);
  });

  const format = chooseFormat(store.draft.value.format, store.body.value);
  const problem =
    store.failureField.value === 'body' ? store.failure.value?.message : store.problems.value.fields.body;
  const encryptedWith = store.encryptedWith.value;
  const formatProblem = store.formatProblem.value;
  return (
    <section class="body-section" aria-label={l10n.t('Message body')}>
      <div class="section-header">
        <span class="field-label">{l10n.t('Body')}</span>
        <span class="spacer" />
        <div class="segments" role="group" aria-label={l10n.t('Body format')}>
          <button
            type="button"
            aria-pressed={format === 'text'}
            onClick={() => store.change({ format: 'text' })}
          >
            {l10n.t('Text')}
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
          label={l10n.t('Format JSON')}
          disabled={format !== 'json' || store.isFormatting.value}
          onClick={store.formatBody}
        />
        <IconButton
          icon="lock"
          label={l10n.t('Encrypt Body with Your Own Key')}
          disabled={store.body.value === '' || encryptedWith !== undefined}
          onClick={store.encryptBody}
        />
      </div>
      <div class={`body-editor ${problem === undefined ? '' : 'invalid'}`} ref={parent} />
      {encryptedWith !== undefined && (
        <p class="hint" role="status">
          {l10n.t('Encrypted with your key {0}: the broker sees only this.', encryptedWith)}{' '}
          <button type="button" class="link" onClick={store.restoreBody}>
            {l10n.t('Restore Text')}
          </button>
        </p>
      )}
      {isCut && (
        <p class="hint" role="status">
          {l10n.t(
            'The body has {0} lines, too many to edit here. You see its start, and can send it unchanged.',
            formatCount(store.lineCount.value),
          )}{' '}
          {store.canUndoPaste.value && (
            <button type="button" class="link" onClick={store.undoPaste}>
              {l10n.t('Undo Paste')}
            </button>
          )}
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
