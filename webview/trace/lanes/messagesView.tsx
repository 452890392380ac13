import * as l10n from '@vscode/l10n';
import { queueNameOf } from '../../shared/queueName.ts';
import type { TraceStore } from '../traceStore.ts';
import {
  describeGroup,
  describeMoment,
  describeTrack,
  findMark,
  findTrackAt,
  shortenId,
  summarizeGroup,
} from './describeTrack.ts';
import type { Lanes, MessageLane, MessageLaneMode } from './laneList.ts';
import { LaneLegend } from './laneLegend.tsx';
import { LaneBar } from './laneBar.tsx';
import { type LaneSource, LaneView } from './laneView.tsx';
import { MESSAGE_LANE_PX, paintConnector, paintConnectorEnds, paintMessages } from './messagePainter.ts';
import type { MessageTrack, TrackGroup } from '../log/messageTrack.ts';

/** The Messages tab: the life of every message as bars over time. */
export function MessagesView({
  store,
  mode,
}: {
  readonly store: TraceStore;
  readonly mode: MessageLaneMode;
}) {
  const lanes = store.lanes.update(store.filter.value, mode);
  // Drawn again with every event; the lanes themselves only change when a message comes or goes.
  const revision = store.revision.value;
  return (
    <div class="lanes-tab" data-revision={revision < 0 ? '' : undefined}>
      <LaneView
        store={store}
        class={mode === 'groups' ? 'message-lanes group-lanes' : 'message-lanes'}
        label={mode === 'groups' ? l10n.t('Message groups over time') : l10n.t('Messages over time')}
        head={mode === 'groups' ? l10n.t('Group') : l10n.t('Message')}
        source={makeSource(store, lanes)}
      />
      <LaneBar store={store} hasModes>
        <LaneLegend store={store} />
      </LaneBar>
    </div>
  );
}

function makeSource(store: TraceStore, lanes: Lanes): LaneSource {
  const isGrouped = store.laneMode.value === 'groups';
  const openId = store.opened.value?.messageId;
  const openTrack = openId === undefined ? undefined : store.log.tracks.get(openId);
  const nameOf = (consumerId: string): string => store.consumerLanes.get(consumerId)?.info.name ?? consumerId;
  const words = { nameOf, tellTime: store.tellTime };
  const lookUp = (consumerId: string) => {
    const lane = store.consumerLanes.get(consumerId);
    return { index: lane?.index ?? 0, name: lane?.info.name ?? consumerId };
  };
  const trackAt = (lane: MessageLane, time: number, reachMs: number): MessageTrack | undefined =>
    lane.tracks.length === 1
      ? lane.tracks[0]
      : findTrackAt(lane.tracks, time, {
          reachMs,
          now: store.readPresent(),
          ...(lane.group === undefined ? {} : { group: lane.group }),
        });
  /** Messages in these rows that another one caused, the row of that one, and their own. */
  const listConnections = (
    first: number,
    last: number,
  ): readonly (readonly [MessageTrack, number, number])[] => {
    if (isGrouped) return [];
    const rows = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    return rows.flatMap((row) => {
      const track = lanes.at(row)?.tracks[0];
      const causeRow = track?.cause === undefined ? -1 : lanes.rowOf(track.cause);
      return track === undefined || causeRow === -1 ? [] : [[track, causeRow, row] as const];
    });
  };
  return {
    count: lanes.count,
    rowHeightPx: MESSAGE_LANE_PX,
    isNewestLast: true,
    openRow: openTrack === undefined ? -1 : lanes.rowOf(openTrack),
    key: (row) => lanes.at(row)?.key ?? String(row),
    rowOfKey: (key) => lanes.rowOfKey(key),
    describe: (row) => {
      const lane = lanes.at(row);
      const [track] = lane?.tracks ?? [];
      if (lane === undefined || track === undefined) return '';
      return lane.group === undefined
        ? describeTrack(track, store.readPresent(), words)
        : describeGroup(lane.group, lane.tracks);
    },
    renderLabel: (row) => {
      const lane = lanes.at(row);
      if (lane === undefined) return null;
      return lane.group === undefined ? (
        <MessageLabel store={store} lane={lane} />
      ) : (
        <GroupLabel group={lane.group} tracks={lane.tracks} />
      );
    },
    paint: (plot, row, top) => {
      const lane = lanes.at(row);
      if (lane !== undefined) paintMessages(plot, lane, top, lookUp);
    },
    paintUnder: (plot, first, last, topOf) => {
      for (const [track, causeRow, row] of listConnections(first, last))
        paintConnector(plot, track, topOf(causeRow), topOf(row));
    },
    paintOver: (plot, first, last, topOf) => {
      for (const [track, causeRow, row] of listConnections(first, last))
        paintConnectorEnds(plot, track, topOf(causeRow), topOf(row));
    },
    tip: (row, time, reachMs) => {
      const lane = lanes.at(row);
      const track = lane === undefined ? undefined : trackAt(lane, time, reachMs);
      return track && describeMoment(track, { moment: time, reachMs, now: store.readPresent() }, words);
    },
    open: (row, time, reachMs) => {
      const lane = lanes.at(row);
      if (lane === undefined) return;
      const track = time === undefined ? lane.tracks.at(-1) : trackAt(lane, time, reachMs);
      if (track !== undefined) openTrackAt(store, track, time, reachMs);
    },
    anchor: (row) => lanes.at(row)?.tracks[0],
    rowOfAnchor: (anchor) => lanes.rowOf(anchor as MessageTrack),
  };
}

/** Opens the event of a sign, or the message by its newest event. */
function openTrackAt(
  store: TraceStore,
  track: MessageTrack,
  time: number | undefined,
  reachMs: number,
): void {
  const mark = time === undefined ? undefined : findMark(track, time, reachMs);
  const position = track.positions.find((candidate) => {
    const event = store.log.at(candidate);
    return mark !== undefined && event?.at === mark.at && event.kind === mark.kind;
  });
  if (position === undefined) store.openMessage(track.messageId);
  else store.open(position);
}

function MessageLabel({ store, lane }: { readonly store: TraceStore; readonly lane: MessageLane }) {
  const [track] = lane.tracks;
  if (track === undefined) return null;
  const preview = store.log.previewOf(track.messageId);
  return (
    <>
      <span class="lane-indent" data-depth={lane.depth} />
      <span class="mono lane-id">{shortenId(track.messageId)}</span>
      <span class="lane-queue">{track.queueArn === undefined ? '' : queueNameOf(track.queueArn)}</span>
      <span class="lane-preview dim">{preview ?? ''}</span>
    </>
  );
}

interface GroupLabelProps {
  readonly group: TrackGroup;
  readonly tracks: readonly MessageTrack[];
}

/** Most queues have no groups: what such a lane stands for is its queue. */
function GroupLabel({ group, tracks }: GroupLabelProps) {
  const { queueArn, groupId } = group;
  const queue = queueArn === undefined ? '' : queueNameOf(queueArn);
  return (
    <>
      <span class="lane-group">{groupId ?? queue}</span>
      {groupId !== undefined && <span class="lane-queue">{queue}</span>}
      <span class="lane-preview dim" title={describeGroup(group, tracks)}>
        {summarizeGroup(group, tracks)}
      </span>
    </>
  );
}
