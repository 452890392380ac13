import { formatCount, formatQuantity } from '../../shared/byteFormat.ts';
import { queueNameOf } from '../../shared/queueName.ts';
import type { TraceStore } from '../traceStore.ts';
import {
  countStates,
  describeGroup,
  describeMoment,
  describeTrack,
  findMark,
  findTrackAt,
  shortenId,
} from './describeTrack.ts';
import type { Lanes, MessageLane } from './laneList.ts';
import { LaneLegend } from './laneLegend.tsx';
import { LaneBar } from './laneBar.tsx';
import { type LaneSource, LaneView } from './laneView.tsx';
import { MESSAGE_LANE_PX, paintConnector, paintMessages } from './messagePainter.ts';
import type { MessageTrack } from '../log/messageTrack.ts';

/** The Messages tab: the life of every message as bars over time. */
export function MessagesView({ store }: { readonly store: TraceStore }) {
  const mode = store.laneMode.value;
  const lanes = store.lanes.update(store.filter.value, mode);
  // Drawn again with every event; the lanes themselves only change when a message comes or goes.
  const revision = store.revision.value;
  return (
    <div class="lanes-tab" data-revision={revision < 0 ? '' : undefined}>
      <LaneView
        store={store}
        class="message-lanes"
        label={mode === 'groups' ? 'Message groups over time' : 'Messages over time'}
        head={mode === 'groups' ? 'Group' : 'Message'}
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
    lane.tracks.length === 1 ? lane.tracks[0] : findTrackAt(lane.tracks, time, reachMs, store.readPresent());
  return {
    count: lanes.count,
    rowHeightPx: MESSAGE_LANE_PX,
    openRow: openTrack === undefined ? -1 : lanes.rowOf(openTrack),
    key: (row) => lanes.at(row)?.key ?? String(row),
    rowOfKey: (key) => lanes.rowOfKey(key),
    describe: (row) => {
      const lane = lanes.at(row);
      const [track] = lane?.tracks ?? [];
      if (lane === undefined || track === undefined) return '';
      return isGrouped ? describeGroup(lane.tracks) : describeTrack(track, store.readPresent(), words);
    },
    renderLabel: (row) => {
      const lane = lanes.at(row);
      if (lane === undefined) return null;
      return isGrouped ? <GroupLabel lane={lane} /> : <MessageLabel store={store} lane={lane} />;
    },
    paint: (plot, row, top) => paintMessages(plot, lanes.at(row)?.tracks ?? [], top, lookUp),
    paintOver: (plot, first, last, topOf) => {
      if (isGrouped) return;
      for (let row = first; row <= last; row += 1) {
        const track = lanes.at(row)?.tracks[0];
        const causeRow = track?.cause === undefined ? -1 : lanes.rowOf(track.cause);
        if (track !== undefined && causeRow !== -1) paintConnector(plot, track, topOf(causeRow), topOf(row));
      }
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

/** Opens the event that a sign stands for, or the message by its newest event. */
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

function GroupLabel({ lane }: { readonly lane: MessageLane }) {
  const [first] = lane.tracks;
  const { waiting, inFlight } = countStates(lane.tracks);
  return (
    <>
      <span class={first?.groupId === undefined ? 'lane-group dim' : 'lane-group'}>
        {first?.groupId ?? 'No group'}
      </span>
      <span class="lane-queue">{first?.queueArn === undefined ? '' : queueNameOf(first.queueArn)}</span>
      <span class="lane-preview dim" title={`${formatQuantity(waiting, 'message')} waiting`}>
        {formatCount(lane.tracks.length)} seen, {formatCount(waiting)} waiting, {formatCount(inFlight)} in
        flight
      </span>
    </>
  );
}
