import { commands, type Disposable, l10n, type QuickPickItem, window } from 'vscode';
import { type MessageSummary, SEARCH_TEXT_LENGTH } from '../../../broker/protocol/message.ts';
import { type PlacedQueue, refOf } from '../../connections/connection.ts';
import { MessageRow } from '../../connections/messageRow.ts';
import type { QueueRef } from '../../connections/queueRef.ts';
import { COMMANDS } from '../../ground/commandIds.ts';
import { disposeAll } from '../../ground/disposeAll.ts';
import { forCount } from '../../ground/forCount.ts';
import { formatMoment } from '../../ground/moments.ts';
import { showError } from '../../ground/notices.ts';
import { escapeIcons, oneLine } from '../../ground/oneLine.ts';
import { tellFailure } from '../../ground/tellFailure.ts';
import { formatCount } from '../../ground/text.ts';
import { findQueue, narrow, type PickQueueNeeds } from '../pickQueue.ts';
import { countMessages, describeCounts, matchesFilter } from '../queueText.ts';
import type { QueuesView } from '../tree/queuesView.ts';
import { searchBodies, type SearchState } from './bodySearch.ts';
import type { LastSearch } from './lastSearch.ts';
import { describeSearch } from './searchText.ts';

interface Needs extends PickQueueNeeds {
  readonly view: QueuesView;
  readonly lastSearch: LastSearch;
}

interface SearchItem extends QuickPickItem {
  /** Undefined for a line that only says something. */
  readonly run?: () => unknown;
  /** The list stays open for what it shows next. */
  readonly keepsOpen?: boolean;
}

/** More rows than this are no help. */
const MAXIMUM_NAMES = 50;

/** A message that a search has found, for commands on rows of messages. */
class FoundRow extends MessageRow {
  readonly message: MessageSummary;
  readonly queueRef: QueueRef;

  constructor(message: MessageSummary, queueRef: QueueRef) {
    super();
    this.message = message;
    this.queueRef = queueRef;
  }
}

/** Shows the queues whose names match while the user types; Enter searches message bodies. On a row: those of its queue. */
export async function searchQueues(services: Needs, target?: unknown): Promise<void> {
  const found = findQueue(services, target);
  const only = found && narrow(found, ['peek']);
  if (found && !only) return;
  const session = new SearchSession(services, only);
  await session.run();
}

/** One search box, from its opening to its closing. */
class SearchSession {
  readonly #services: Needs;
  readonly #only: PlacedQueue<'peek'> | undefined;
  readonly #box = window.createQuickPick<SearchItem>();
  /** Of the search that runs; an older one stops when it sees another number. */
  #searchNumber = 0;
  /** What the search that runs has found so far. */
  #soFar: { readonly text: string; readonly state: SearchState } | undefined;

  constructor(services: Needs, only: PlacedQueue<'peek'> | undefined) {
    this.#services = services;
    this.#only = only;
  }

  run(): Promise<void> {
    const box = this.#box;
    box.title = this.#title;
    box.placeholder =
      this.#only === undefined
        ? l10n.t('Type part of a queue name. Enter searches message bodies.')
        : l10n.t('Type part of a message body. Enter starts the search.');
    this.#offer('');
    // A click elsewhere does not lose what a long search has found.
    box.ignoreFocusOut = true;
    return new Promise((resolve) => {
      const parts: readonly Disposable[] = [
        box,
        box.onDidChangeValue((text) => {
          this.#stop();
          this.#offer(text);
        }),
        box.onDidAccept(() => {
          const [item] = box.selectedItems;
          if (item?.run === undefined) return;
          if (item.keepsOpen !== true) box.hide();
          item.run();
        }),
        box.onDidHide(() => {
          this.#stop();
          disposeAll(parts);
          resolve();
        }),
      ];
      box.show();
    });
  }

  get #title(): string {
    return this.#only === undefined
      ? l10n.t('Search Queues and Messages')
      : l10n.t('Search Messages in {0}', this.#only.queue.name);
  }

  /** What was found so far is kept: opening one of the matches closes the box. */
  #stop(): void {
    this.#searchNumber++;
    this.#box.busy = false;
    const soFar = this.#soFar;
    this.#soFar = undefined;
    if (soFar && soFar.state.found.length > 0) this.#keep(soFar.text, { ...soFar.state, end: 'cancelled' });
  }

  /** What Enter does, and the queues by name. */
  #offer(text: string): void {
    this.#box.title = this.#title;
    const search: SearchItem =
      text.length > SEARCH_TEXT_LENGTH
        ? {
            label: `$(info) ${l10n.t('To search message bodies, enter at most {0} characters.', SEARCH_TEXT_LENGTH)}`,
            alwaysShow: true,
          }
        : {
            label: `$(search) ${l10n.t('Search message bodies for “{0}”', escapeIcons(text))}`,
            alwaysShow: true,
            keepsOpen: true,
            run: () => void this.#search(text),
          };
    const names = this.#only === undefined ? this.#listNames(text) : [];
    this.#box.items = text === '' ? [...this.#offerLast(), ...names] : [search, ...names];
    // VS Code puts rows first whose label has the text early; Enter searches bodies all the same.
    if (text !== '') this.#box.activeItems = [search];
  }

  #listNames(text: string): SearchItem[] {
    const { connections, view } = this.#services;
    const matching = connections.queues.filter(({ queue }) => matchesFilter(queue.name, text));
    const rows = matching.slice(0, MAXIMUM_NAMES).map(
      (placed): SearchItem => ({
        label: `$(inbox) ${placed.queue.name}`,
        description: describeCounts(placed.queue.counts, placed.queue.heldCount),
        alwaysShow: true,
        run: () => tellFailure(view.revealQueue(refOf(placed))),
      }),
    );
    const rest = matching.length - rows.length;
    if (rest === 0) return rows;
    const more = forCount(
      rest,
      l10n.t('1 more queue. Type more of its name.'),
      l10n.t('{0} more queues. Type more of the name.', formatCount(rest)),
    );
    return [...rows, { label: `$(info) ${more}`, alwaysShow: true }];
  }

  async #search(text: string): Promise<void> {
    const number = ++this.#searchNumber;
    const isCancelled = () => number !== this.#searchNumber;
    const places = this.#listPlaces();
    this.#box.busy = true;
    this.#show(text, { found: [], searchedCount: 0, searchedBytes: 0 });
    try {
      const state = await searchBodies(
        places,
        text,
        (each) => {
          if (isCancelled()) return;
          this.#soFar = { text, state: each };
          this.#show(text, each);
        },
        isCancelled,
      );
      if (!isCancelled()) this.#end(text, state);
    } catch (error) {
      if (isCancelled()) return;
      this.#soFar = undefined;
      this.#box.hide();
      void showError(
        l10n.t('The search failed: {0}', error instanceof Error ? error.message : String(error)),
      );
    }
    if (!isCancelled()) this.#box.busy = false;
  }

  /** Queues with messages, of connections that can be looked into. */
  #listPlaces(): readonly PlacedQueue<'peek'>[] {
    if (this.#only) return [this.#only];
    return this.#services.connections
      .listAble(['peek'])
      .flatMap((connection) =>
        connection.queues.queues
          .filter(({ counts }) => countMessages(counts) > 0)
          .map((queue): PlacedQueue<'peek'> => ({ connection, queue })),
      );
  }

  /** Shows what was found, and keeps it for the next time that the box opens. */
  #end(text: string, state: SearchState): void {
    this.#soFar = undefined;
    this.#keep(text, state);
    this.#show(text, state);
  }

  #keep(text: string, state: SearchState): void {
    this.#services.lastSearch.ended = { text, queueArn: this.#only?.queue.arn, state };
  }

  /** The row that shows again what the last search in the same queues has found. */
  #offerLast(): SearchItem[] {
    const { ended } = this.#services.lastSearch;
    if (ended === undefined || ended.queueArn !== this.#only?.queue.arn || ended.state.found.length === 0)
      return [];
    const { text, state } = ended;
    const shown = escapeIcons(oneLine(text));
    return [
      {
        label: `$(history) ${l10n.t('Matches for “{0}” again', shown)}`,
        description: describeSearch(state),
        alwaysShow: true,
        keepsOpen: true,
        run: () => this.#show(text, state),
      },
    ];
  }

  /** The state in the title, where it stays in sight, and the messages that were found; a row stops the search. */
  #show(text: string, state: SearchState): void {
    const box = this.#box;
    const active = box.activeItems[0]?.label;
    box.title = describeSearch(state);
    const stop: SearchItem = {
      label: `$(stop-circle) ${l10n.t('Stop')}`,
      alwaysShow: true,
      keepsOpen: true,
      run: () => {
        this.#stop();
        this.#end(text, { ...state, end: 'cancelled' });
      },
    };
    const nothing: SearchItem = { label: `$(info) ${l10n.t('Nothing found.')}`, alwaysShow: true };
    const items = state.found.map(({ place, message }): SearchItem => {
      const { excerpt, sentAt, messageId } = message;
      return {
        label: escapeIcons(oneLine(excerpt)),
        description: place.queue.name,
        detail: `${formatMoment(sentAt)} · ${messageId}`,
        alwaysShow: true,
        run: () => void commands.executeCommand(COMMANDS.openMessage, new FoundRow(message, refOf(place))),
      };
    });
    box.keepScrollPosition = true;
    const first = state.end === undefined ? [stop] : items.length === 0 ? [nothing] : [];
    box.items = [...first, ...items];
    const chosen = box.items.find(({ label }) => label === active) ?? items[0];
    if (chosen) box.activeItems = [chosen];
  }
}
