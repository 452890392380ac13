import type { Bound, Resolved } from './resolved.ts';

/** The value of a node, with its outermost functions worked out (`evaluate.ts`). */
export function resolve(bound: Bound): Resolved {
  return bound.scope.world.evaluate(bound);
}
