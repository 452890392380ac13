import * as l10n from '@vscode/l10n';
import { describeBlank } from '../../shared/blankText.ts';
import { IconButton } from '../../shared/controls.tsx';
import type { MessageStore } from '../messageStore.ts';
import type { BodyForm, LayoutProblem } from './bodyReader.ts';
import { FindBox } from './findBox.tsx';
import { HexView } from './hexView.tsx';
import { TextView } from './textView.tsx';
import { TreeView } from './treeView.tsx';

/** The body, or the value of an attribute in its place, in one of its forms. */
export function BodyPane({ store }: { readonly store: MessageStore }) {
  const { reader } = store;
  const form = reader.form.value;
  const problem = reader.revision.value >= 0 ? reader.problem : undefined;
  const content = store.content.value;
  const isBinary = store.isBinaryContent();
  const isText = form !== 'hex' && form !== 'bytes';
  const blank = isText && !isBinary && !reader.isReading ? describeBlank(reader.text) : undefined;
  return (
    <section class="body-pane" aria-label={l10n.t('Message body')}>
      <div class="body-bar">
        {content.kind === 'body' ? (
          <span class="field-label">{l10n.t('Body')}</span>
        ) : (
          <span class="field-label mono">{content.name}</span>
        )}
        {content.kind === 'attribute' && (
          <button type="button" class="link" onClick={() => store.showContent({ kind: 'body' })}>
            {l10n.t('Back to Body')}
          </button>
        )}
        <span class="segments" role="group" aria-label={l10n.t('Show as')}>
          {listForms(isBinary, store.looksLikeBase64()).map(([each, label]) => (
            <button key={each} type="button" aria-pressed={each === form} onClick={() => store.setForm(each)}>
              {label}
            </button>
          ))}
        </span>
        <span class="body-tools">
          {form === 'tree' && reader.tree !== undefined && (
            <>
              <IconButton
                icon="expand-all"
                label={l10n.t('Expand All')}
                onClick={() => store.openTree(true)}
              />
              <IconButton
                icon="collapse-all"
                label={l10n.t('Collapse All')}
                onClick={() => store.openTree(false)}
              />
            </>
          )}
          {isText && form !== 'tree' && (
            <IconButton
              icon="word-wrap"
              label={l10n.t('Wrap Lines')}
              pressed={store.isWrapped.value}
              onClick={() => store.setWrapped(!store.isWrapped.value)}
            />
          )}
          {isText && (
            <IconButton
              icon="search"
              label={l10n.t('Find in Body')}
              pressed={store.search.isOpen.value}
              onClick={() => {
                store.search.isOpen.value = !store.search.isOpen.value;
              }}
            />
          )}
          <IconButton icon="copy" label={l10n.t('Copy All')} onClick={store.copyContent} />
        </span>
      </div>
      {store.search.isOpen.value && isText && <FindBox store={store} />}
      {blank !== undefined && <p class="dim body-note">{blank}</p>}
      {problem !== undefined && blank === undefined && (
        <p class="dim body-note">{describeProblem(problem)}</p>
      )}
      <Shown store={store} />
    </section>
  );
}

function Shown({ store }: { readonly store: MessageStore }) {
  const { reader } = store;
  switch (reader.form.value) {
    case 'hex':
    case 'bytes':
      return <HexView store={store} />;
    case 'tree':
      return reader.problem === undefined ? <TreeView store={store} /> : <TextView store={store} />;
    case 'pretty':
    case 'raw':
      return <TextView store={store} />;
  }
}

function listForms(isBinary: boolean, isBase64: boolean): readonly (readonly [BodyForm, string])[] {
  if (isBinary)
    return [
      ['bytes', l10n.t('Hex')],
      ['raw', l10n.t('Base64')],
    ];
  return [
    ['pretty', l10n.t('Pretty')],
    ['tree', l10n.t('Tree')],
    ['raw', l10n.t('Raw')],
    ['hex', l10n.t('Hex')],
    ...(isBase64 ? [['bytes', l10n.t('Decoded')] as const] : []),
  ];
}

function describeProblem(problem: LayoutProblem): string {
  return problem.kind === 'notJson'
    ? l10n.t('This is not JSON, so it is shown as it was sent.')
    : l10n.t('This JSON is nested too deeply to be laid out, so it is shown as it was sent.');
}
