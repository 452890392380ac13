import { formatDate, formatDuration } from '../../shared/timeFormat.ts';
import {
  chooseTickStep,
  listTicks,
  type TickText,
  type TimeWindow,
  writeTicks,
} from '../../shared/timeSteps.ts';
import type { ClockBreak, ClockLine } from '../log/clockLine.ts';

/** A mark of a time axis, and what the broker's clock says there. */
export interface AxisTick extends TickText {
  readonly place: number;
}

/** A move of the broker's clock within a window. */
export interface AxisBreak {
  readonly place: number;
  /** Such as `+3 d 23 h · Aug 7`. */
  readonly label: string;
  /** The day after it, where it is another one. */
  readonly day?: string;
}

/**
 * Round times on the broker's clock, for a window with room for `count` of them; recomputed after each clock change.
 */
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
  const texts = writeTicks(
    times.map(({ time }) => time),
    stepMs,
    [window.from, window.to].map((end) => line.clockTimeAt(end)),
  );
  return times.map(({ place }, index) => ({ place, label: '', ...texts[index] }));
}

/** The moves of the clock within a window. */
export function listAxisBreaks(line: ClockLine, window: TimeWindow): readonly AxisBreak[] {
  return breaksWithin(line, window).map(({ place, movedMs }) => {
    const moved = `${movedMs < 0 ? '−' : '+'}${formatDuration(Math.abs(movedMs))}`;
    const after = line.clockTimeAt(place);
    const day = formatDate(after);
    return day === formatDate(after - movedMs)
      ? { place, label: moved }
      : { place, label: `${moved} · ${day}`, day };
  });
}

function breaksWithin(line: ClockLine, { from, to }: TimeWindow): readonly ClockBreak[] {
  return line.breaks.filter(({ place }) => place > from && place < to);
}
