import type { NoteKeeper } from '../engine/base/noteKeeper.ts';
import { POOL_DEFINITION, type PoolDefinition } from '../protocol/poolDefinition.ts';
import type { PoolDecision } from '../protocol/pools.ts';
import { checkPool } from './checkPool.ts';

/** A pool as it is kept: its processes end with the broker. */
export interface SavedPool {
  readonly definition: PoolDefinition;
  readonly source?: string | undefined;
  readonly folder?: string | undefined;
  /** The newest ones, the oldest first. */
  readonly decisions: readonly PoolDecision[];
}

interface SavedPools {
  readonly version: 1;
  readonly pools: readonly SavedPool[];
}

/** Of one pool. */
export const SAVED_DECISIONS = 50;

const NOTE = 'pools';

/** Reads what {@link savePools} wrote. What is damaged is left out and reported: the broker starts without it. */
export function loadPools(notes: NoteKeeper | undefined): {
  readonly pools: readonly SavedPool[];
  readonly problems: readonly string[];
} {
  const text = notes?.readNote(NOTE);
  if (text === undefined) return { pools: [], problems: [] };
  try {
    const problems: string[] = [];
    const { pools } = JSON.parse(text) as SavedPools;
    return { pools: pools.flatMap((saved) => restorePool(saved, problems)), problems };
  } catch (error) {
    return { pools: [], problems: [`the note ${NOTE} cannot be read: ${(error as Error).message}`] };
  }
}

/** One that is damaged takes none of the others with it. A command may hold secrets: the log only gets the name. */
function restorePool(saved: SavedPool, problems: string[]): SavedPool[] {
  const name = JSON.stringify(saved?.definition?.name ?? null).slice(0, 100);
  if (!isSound(saved)) {
    problems.push(`the pool ${name} cannot be restored`);
    return [];
  }
  if (Array.isArray(saved.decisions) && saved.decisions.every(isDecision)) return [saved];
  problems.push(`the decisions of the pool ${name} cannot be restored`);
  return [{ ...saved, decisions: [] }];
}

function isSound(saved: SavedPool): boolean {
  const { definition, source, folder } = saved ?? {};
  return (
    POOL_DEFINITION.check(definition) === undefined &&
    checkPool(definition).length === 0 &&
    [source, folder].every((path) => path === undefined || typeof path === 'string')
  );
}

function isDecision(decision: PoolDecision): boolean {
  const { at, from, to, cause, policy, metrics, metricName } = decision ?? {};
  return (
    [at, from, to].every((each) => typeof each === 'number') &&
    [cause, policy].every((each) => typeof each === 'string') &&
    typeof metrics === 'object' &&
    metrics !== null &&
    ['string', 'undefined'].includes(typeof metricName)
  );
}

export function savePools(notes: NoteKeeper, pools: readonly SavedPool[]): void {
  const saved: SavedPools = { version: 1, pools };
  const text = JSON.stringify(saved);
  if (notes.readNote(NOTE) !== text) notes.writeNote(NOTE, text);
}
