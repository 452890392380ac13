import * as l10n from '@vscode/l10n';
import { forCount } from '../../ground/forCount.ts';
import { formatBytes, formatCount } from '../../ground/text.ts';
import { SEARCH_LIMITS, type SearchState } from './bodySearch.ts';

/** How far a search is, or what it did and did not look at. */
export function describeSearch({
  found,
  searchedCount,
  searchedBytes,
  unsearchedQueues = 0,
  end,
}: SearchState): string {
  const size = formatBytes(searchedBytes);
  const searched = forCount(
    searchedCount,
    l10n.t('Searched 1 message ({0}), newest first.', size),
    l10n.t('Searched {0} messages ({1}), newest first.', formatCount(searchedCount), size),
  );
  const matches =
    found.length === 0
      ? l10n.t('Nothing found.')
      : forCount(found.length, l10n.t('1 match.'), l10n.t('{0} matches.', formatCount(found.length)));
  const sentences = [searched, matches];
  if (end === 'limited')
    sentences.push(
      found.length >= SEARCH_LIMITS.found
        ? l10n.t('The search stopped at this many matches.')
        : l10n.t('Older messages were not searched.'),
    );
  if (unsearchedQueues > 0)
    sentences.push(
      forCount(
        unsearchedQueues,
        l10n.t('1 queue was not searched.'),
        l10n.t('{0} queues were not searched.', formatCount(unsearchedQueues)),
      ),
    );
  if (end === 'cancelled') sentences.push(l10n.t('You stopped the search.'));
  return sentences.join(' ');
}
