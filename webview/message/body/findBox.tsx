import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount } from '../../shared/byteFormat.ts';
import { IconButton } from '../../shared/controls.tsx';
import type { MessageStore } from '../messageStore.ts';
import { MAXIMUM_HITS } from './textSearch.ts';

/** Finds a text within the body, like the find box of an editor. */
export function FindBox({ store }: { readonly store: MessageStore }) {
  const { search, reader } = store;
  const input = useRef<HTMLInputElement>(null);
  const count = reader.revision.value >= 0 ? (reader.hits?.count ?? 0) : 0;
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  // The first hit of a new search is gone to, as soon as it is found.
  useEffect(() => {
    if (search.at.value === -1 && count > 0) search.at.value = 0;
    if (search.at.value >= count) search.at.value = count > 0 ? 0 : -1;
  }, [search, count, search.at.value]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === 'F3') store.goToHit(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') store.closeSearch();
    else return;
    event.preventDefault();
  };
  return (
    <div class="find-box" role="search" onKeyDown={onKeyDown}>
      <input
        ref={input}
        class="find-input"
        type="text"
        spellcheck={false}
        aria-label={l10n.t('Find in body')}
        placeholder={l10n.t('Find')}
        value={search.query.value}
        onInput={(event) => store.searchFor(event.currentTarget.value)}
      />
      <IconButton
        icon="case-sensitive"
        label={l10n.t('Match Case')}
        pressed={search.matchesCase.value}
        onClick={() => store.setMatchesCase(!search.matchesCase.value)}
      />
      <span class="find-hits">
        <span class="find-count dim" role="status">
          {describeHits(search.query.value, search.at.value, count)}
        </span>
        <IconButton
          icon="arrow-up"
          label={l10n.t('Previous Hit')}
          disabled={count === 0}
          onClick={() => store.goToHit(-1)}
        />
        <IconButton
          icon="arrow-down"
          label={l10n.t('Next Hit')}
          disabled={count === 0}
          onClick={() => store.goToHit(1)}
        />
        <IconButton icon="close" label={l10n.t('Close')} onClick={store.closeSearch} />
      </span>
    </div>
  );
}

function describeHits(query: string, at: number, count: number): string {
  if (query === '') return '';
  if (count === 0) return l10n.t('No hits');
  const all = count >= MAXIMUM_HITS ? `${formatCount(MAXIMUM_HITS)}+` : formatCount(count);
  return l10n.t('{0} of {1}', formatCount(at + 1), all);
}
