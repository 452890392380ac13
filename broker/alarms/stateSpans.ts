import type { Alarm } from './alarm.ts';
import type { AlarmState } from './evaluate.ts';
import type { HistoryItem } from './history.ts';

/** What an alarm said for a time, epoch ms; `until` is exclusive. */
export interface StateSpan {
  readonly state: AlarmState;
  readonly from: number;
  readonly until: number;
}

const CHANGE = /from (\w+) to \w+$/;
const CREATION = '{"version":"1.0","type":"Create"';

/**
 * What an alarm said from when on, as far as its history tells, up to now; the oldest first. Where the history begins later,
 * there is no span.
 * @param history of all alarms, in the order in which it happened
 */
export function listStateSpans(alarm: Alarm, history: readonly HistoryItem[], now: number): StateSpan[] {
  const { region, account, settings, status } = alarm;
  let items = history.filter(
    (item) => item.region === region && item.account === account && item.alarmName === settings.AlarmName,
  );
  // What was before belongs to a deleted alarm of the same name.
  const creation = items.findLastIndex(
    ({ type, data }) => type === 'ConfigurationUpdate' && data.startsWith(CREATION),
  );
  const knownFrom = items[creation]?.at ?? history[0]?.at ?? status.transitionedAt;
  items = items.slice(creation + 1);
  const spans: StateSpan[] = [];
  let state: AlarmState = status.state;
  let until = now;
  const add = (from: number): void => {
    // A clock that was set back: nothing happened later than what followed.
    const start = Math.min(from, until);
    const [next] = spans;
    if (start < until && next?.state === state) spans[0] = { ...next, from: start };
    else if (start < until) spans.unshift({ state, from: start, until });
    until = start;
  };
  for (const { type, summary, at } of items.toReversed()) {
    const before = type === 'StateUpdate' ? CHANGE.exec(summary)?.[1] : undefined;
    if (before === undefined) continue;
    add(at);
    state = before as AlarmState;
  }
  // Without a change in the history, the state itself tells since when it is so.
  add(spans.length === 0 && until === now ? Math.min(knownFrom, status.transitionedAt) : knownFrom);
  return spans;
}
