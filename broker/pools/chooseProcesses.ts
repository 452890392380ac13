import type { ManagedProcess } from './managedProcess.ts';

/**
 * Chooses the processes that end when a pool gets smaller (docs/pools.md): those without messages in flight first, then those
 * with the fewest, and of these the youngest. One that is stopped at a breakpoint, or protected, is never chosen.
 */
export function chooseForScaleIn(
  processes: readonly ManagedProcess[],
  count: number,
): readonly ManagedProcess[] {
  if (count <= 0) return [];
  return processes
    .filter(({ isActive, isPaused, isProtected }) => isActive && !isPaused && !isProtected)
    .map((process) => ({ process, leases: process.leases.count }))
    .toSorted((one, other) => one.leases - other.leases || other.process.number - one.process.number)
    .slice(0, count)
    .map(({ process }) => process);
}
