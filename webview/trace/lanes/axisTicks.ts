import { formatDate, formatDuration, formatTick } from '../../shared/timeFormat.ts';
import type { ClockBreak, ClockLine } from '../log/clockLine.ts';
import { chooseTickStep, listTicks, type TimeWindow } from './timeWindow.ts';

/** A mark of a time axis. */
export interface AxisTick {
  readonly place: number;
  /** What the broker's clock says there. */
  readonly label: string;
}

/** A move of the broker's clock within a window. */
export interface AxisBreak {
  readonly place: number;
  /** Such as `+3 d 23 h`. */
  readonly label: string;
}

/** Round times on the broker's clock, for a window with room for `count` of them; anew after each move of the clock. */
export function listAxisTicks(line: ClockLine, window: TimeWindow, count: number): readonly AxisTick[] {
  const stepMs = chooseTickStep((window.to - window.from) / Math.max(1, count));
  const starts = [window.from, ...breaksWithin(line, window).map(({ place }) => place)];
  const times = starts.flatMap((from, index) => {
    const clock = line.clockTimeAt(from);
    const next = starts[index + 1];
    // What the clock said just before it was moved is written over by what it said after.
    const to = next === undefined ? window.to : next - 1;
    return listTicks({ from: clock, to: clock + (to - from) }, stepMs).map((time) => ({
      place: from + (time - clock),
      time,
    }));
  });
  const days = times.map(({ time }) => formatDate(time));
  const hasDays = new Set(days).size > 1 && stepMs < 86_400_000;
  return times.map(({ place, time }, index) => {
    const label = formatTick(time, stepMs);
    return { place, label: hasDays && days[index] !== days[index - 1] ? `${days[index]}, ${label}` : label };
  });
}

/** The moves of the clock within a window. */
export function listAxisBreaks(line: ClockLine, window: TimeWindow): readonly AxisBreak[] {
  return breaksWithin(line, window).map(({ place, movedMs }) => ({
    place,
    label: `${movedMs < 0 ? '−' : '+'}${formatDuration(Math.abs(movedMs))}`,
  }));
}

function breaksWithin(line: ClockLine, { from, to }: TimeWindow): readonly ClockBreak[] {
  return line.breaks.filter(({ place }) => place > from && place < to);
}
