import type { ADJUSTMENT_TYPES } from '../../protocol/poolDefinition.ts';

export interface Adjustment {
  /** Default: `ChangeInCapacity`. */
  readonly adjustmentType?: (typeof ADJUSTMENT_TYPES)[number] | undefined;
  /** At least so many processes, if the adjustment is a percentage. */
  readonly minAdjustmentMagnitude?: number | undefined;
}

/** The size that an adjustment makes of another one, before any limits. */
export function adjustSize(
  size: number,
  adjustment: number,
  { adjustmentType = 'ChangeInCapacity', minAdjustmentMagnitude = 0 }: Adjustment,
): number {
  switch (adjustmentType) {
    case 'ExactCapacity':
      return Math.max(0, Math.trunc(adjustment));
    case 'ChangeInCapacity':
      return Math.max(0, size + Math.trunc(adjustment));
    case 'PercentChangeInCapacity': {
      const change = roundPercent((size * adjustment) / 100);
      const magnitude = Math.max(Math.abs(change), adjustment === 0 ? 0 : minAdjustmentMagnitude);
      return Math.max(0, size + Math.sign(adjustment) * magnitude);
    }
  }
}

/** What an adjustment is called in a decision, as a change, a percentage and a size are not alike. */
export function nameAdjustment({
  adjustmentType = 'ChangeInCapacity',
}: Adjustment): 'adjustment' | 'adjustmentPercent' | 'exactCapacity' {
  switch (adjustmentType) {
    case 'ExactCapacity':
      return 'exactCapacity';
    case 'ChangeInCapacity':
      return 'adjustment';
    case 'PercentChangeInCapacity':
      return 'adjustmentPercent';
  }
}

/** As Auto Scaling rounds a percentage: toward zero, but what is less than one process is one. */
export function roundPercent(change: number): number {
  // A product such as 10 × 30 % must not fall below the whole number that it is.
  const exact = Number(change.toPrecision(12));
  if (exact === 0) return 0;
  return Math.abs(exact) < 1 ? Math.sign(exact) : Math.trunc(exact);
}
