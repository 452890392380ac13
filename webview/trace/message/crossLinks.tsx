import * as l10n from '@vscode/l10n';
import type { ConsumerInfo } from '../../../broker/protocol/trace.ts';
import { IconButton } from '../../shared/controls.tsx';
import { oneLine } from '../../shared/oneLine.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import { Sentence } from '../../shared/sentence.tsx';
import { shortenId } from '../lanes/describeTrack.ts';
import { lives, type MessageTrack } from '../log/messageTrack.ts';
import type { TraceStore } from '../traceStore.ts';

/** From the open message to the same message in another tab. */
export function ShowIn({ store, messageId }: { readonly store: TraceStore; readonly messageId: string }) {
  const tab = store.tab.value;
  const track = store.revision.value >= 0 ? store.log.tracks.get(messageId) : undefined;
  if (track === undefined) return null;
  return (
    <>
      {tab !== 'events' && (
        <IconButton
          icon="list-flat"
          label={l10n.t('Show in Events')}
          onClick={() => showInEvents(store, track)}
        />
      )}
      <IconButton
        icon="layers"
        label={l10n.t('Show in Messages')}
        onClick={() => showInMessages(store, track)}
      />
    </>
  );
}

/** A consumer's name, which leads to what else it did. */
export function ConsumerLink({
  store,
  consumer,
}: {
  readonly store: TraceStore;
  readonly consumer: ConsumerInfo;
}) {
  return (
    <button
      type="button"
      class="link"
      title={l10n.t('Show in Consumers')}
      onClick={() => {
        store.setTab('consumers');
        focusSoon(`.consumer-lanes [data-key="${CSS.escape(consumer.id)}"]`);
      }}
    >
      {oneLine(consumer.name)}
    </button>
  );
}

/** The messages before and after this one in its flow. */
export function FlowLinks({ store, messageId }: { readonly store: TraceStore; readonly messageId: string }) {
  const track = store.revision.value >= 0 ? store.log.tracks.get(messageId) : undefined;
  if (track === undefined) return null;
  const next = track.root.members.filter((member) => member.cause === track);
  if (track.cause === undefined && next.length === 0) return null;
  return (
    <dl class="facts-list flow-links" aria-label={l10n.t('Flow')}>
      {track.cause !== undefined && (
        <div>
          <dt class="dim">{l10n.t('Follows')}</dt>
          <dd>
            <TrackLink store={store} track={track.cause} />
          </dd>
        </div>
      )}
      {next.length > 0 && (
        <div>
          <dt class="dim">{l10n.t('Led to')}</dt>
          <dd>
            {next.slice(0, 20).map((member) => (
              <TrackLink key={member.messageId} store={store} track={member} />
            ))}
            {next.length > 20 && <span class="dim"> {l10n.t('and {0} more', next.length - 20)}</span>}
          </dd>
        </div>
      )}
    </dl>
  );
}

function TrackLink({ store, track }: { readonly store: TraceStore; readonly track: MessageTrack }) {
  const id = <span class="mono">{shortenId(track.messageId)}</span>;
  return (
    <button
      type="button"
      class="link flow-link"
      title={track.messageId}
      onClick={() => store.openMessage(track.messageId)}
    >
      {track.queueArn === undefined ? (
        id
      ) : (
        <Sentence text={l10n.t('{0} in {1}')} parts={[id, queueNameOf(track.queueArn)]} />
      )}
    </button>
  );
}

function showInEvents(store: TraceStore, track: MessageTrack): void {
  store.setTab('events');
  // A filter that hides the message would show it nowhere.
  if (track.positions.every((position) => store.log.rowOfPosition(position) === -1)) store.setFilter({});
  const shown = track.positions.findLast((position) => store.log.rowOfPosition(position) !== -1);
  if (shown !== undefined) store.reveal(shown);
}

function showInMessages(store: TraceStore, track: MessageTrack): void {
  const { filter, laneMode } = store;
  store.setTab('messages');
  const mode = laneMode.value === 'batches' ? 'messages' : laneMode.value;
  store.setLaneMode(mode);
  if (store.lanes.update(filter.value, mode).rowOf(track) === -1) store.setFilter({});
  const { line } = store.log;
  const end = lives(track) ? store.readPresent() : track.lastAt;
  store.axis.show(line.place(track.firstAt), line.place(end));
  store.reveal(track.lastPosition);
}

/** What is to have the focus is only there after the next drawing. */
function focusSoon(selector: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus()),
  );
}
