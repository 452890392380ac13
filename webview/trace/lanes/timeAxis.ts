import { type Signal, signal } from '@preact/signals';
import type { TimeWindow } from '../../shared/timeSteps.ts';
import { fitWindow, panWindow, zoomWindow } from './timeWindow.ts';

/** The default range of the axis: the last minute, or everything if that is less. */
const USUAL_SPAN_MS = 60_000;
const SMALLEST_USUAL_SPAN_MS = 2_000;

/** Where the trace begins, and where it is now, as places on the axis. */
interface AxisEnds {
  readonly readPresent: () => number;
  /** Undefined while there is nothing. */
  readonly readFirst: () => number | undefined;
}

/** The time axis that Messages and Consumers share: it follows the present, or stays where the user moved it. */
export class TimeAxis {
  /** Raised by every change that the user makes. */
  readonly changes = signal(0);
  private readonly isFollowing: Signal<boolean>;
  private readonly ends: AxisEnds;
  /** While following; undefined: the usual one. */
  private spanMs: number | undefined;
  private standing: TimeWindow | undefined;

  constructor(isFollowing: Signal<boolean>, ends: AxisEnds) {
    this.isFollowing = isFollowing;
    this.ends = ends;
  }

  /** The stretch of time to draw now. */
  current(): TimeWindow {
    if (!this.isFollowing.peek() && this.standing !== undefined) return this.standing;
    const now = this.ends.readPresent();
    const span = this.spanMs ?? this.chooseSpan(now);
    this.standing = { from: now - span * 0.97, to: now + span * 0.03 };
    return this.standing;
  }

  /** Makes the stretch `factor` times as long around a share of the width. While following, the present stays put. */
  zoom(factor: number, anchor = 0.5): void {
    const next = zoomWindow(this.current(), factor, anchor);
    if (this.isFollowing.peek()) this.spanMs = next.to - next.from;
    else this.standing = next;
    this.changes.value += 1;
  }

  /** Moves by a share of the width; positive: later. Stops following. */
  pan(share: number): void {
    const next = panWindow(this.current(), share);
    this.isFollowing.value = false;
    this.standing = next;
    this.changes.value += 1;
  }

  /** Shows a stretch of time. Stops following. */
  show(from: number, to: number): void {
    this.isFollowing.value = false;
    this.standing = fitWindow(from, to);
    this.changes.value += 1;
  }

  /** Shows everything that is kept. */
  showAll(): void {
    const present = this.ends.readPresent();
    this.show(this.ends.readFirst() ?? present, present);
  }

  /** Back to the usual stretch, for another trace. */
  reset(): void {
    this.spanMs = undefined;
    this.standing = undefined;
    this.changes.value += 1;
  }

  private chooseSpan(now: number): number {
    const length = now - (this.ends.readFirst() ?? now);
    return Math.min(USUAL_SPAN_MS, Math.max(SMALLEST_USUAL_SPAN_MS, length * 1.1));
  }
}
