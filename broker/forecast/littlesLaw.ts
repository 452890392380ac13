import type { LittlesLaw } from '../protocol/forecast.ts';

/** How far the two numbers may differ, as a share of the larger one. */
const TOLERANCE = 0.1;
/** And in messages: times are whole ms. */
const SLACK = 0.05;

/** Compares both sides of L = λW (J. D. C. Little, Operations Research 9, 1961) as they were measured. */
export function checkLittlesLaw(
  place: LittlesLaw['place'],
  counted: number,
  perMs: number,
  meanMs: number,
): LittlesLaw {
  const computed = perMs * meanMs;
  const holds = Math.abs(counted - computed) <= Math.max(SLACK, TOLERANCE * Math.max(counted, computed));
  return { place, counted, computed, holds };
}
