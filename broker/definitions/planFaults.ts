import { isAnyOn } from '../faults/activeFaults.ts';
import type { DefinitionDifference } from '../protocol/definitions.ts';
import type { QueueFaults } from '../protocol/faults.ts';
import { listWritten } from './writtenFaults.ts';
import type { DefinitionTarget, FaultsDefinition, Namespace, QueueDefinition } from './definition.ts';

type FaultValue = NonNullable<QueueFaults[keyof QueueFaults]>;

/** What becomes of the faults of one queue. */
export interface PlannedFaults {
  readonly name: string;
  readonly queueArn: string;
  /** Undefined: the queue's faults end. */
  readonly wanted: FaultsDefinition | undefined;
  /** Empty when the queue has just these faults. */
  readonly differences: readonly DefinitionDifference[];
}

/**
 * Compares the faults in the definitions with the active ones. Faults set by hand stay if the definitions do not
 * mention them; those that the same source set before, and no longer mentions, end.
 */
export function planFaults(
  { faults: registry }: Pick<DefinitionTarget, 'faults'>,
  { account, region }: Namespace,
  queues: readonly QueueDefinition[],
  source: string,
): PlannedFaults[] {
  const prefix = `arn:aws:sqs:${region}:${account}:`;
  const planned = new Map<string, PlannedFaults>();
  const plan = (name: string, wanted: FaultsDefinition | undefined) => {
    const queueArn = prefix + name;
    const differences = compareFaults(registry.find(queueArn), wanted);
    planned.set(queueArn, { name, queueArn, wanted, differences });
  };
  for (const { name, faults } of queues) {
    if (faults !== undefined) plan(name, faults === null || !isAnyOn(faults.faults) ? undefined : faults);
  }
  for (const { queueArn, definedIn } of registry.list()) {
    const isOrphan = definedIn === source && queueArn.startsWith(prefix) && !planned.has(queueArn);
    if (isOrphan) plan(queueArn.slice(prefix.length), undefined);
  }
  return [...planned.values()];
}

/** Sets and ends faults as planned; the queues exist by now. */
export function applyFaults(
  { faults: registry }: Pick<DefinitionTarget, 'faults'>,
  planned: readonly PlannedFaults[],
  source: string,
): void {
  for (const { queueArn, wanted, differences } of planned) {
    if (differences.length === 0) registry.claim(queueArn, source);
    else if (wanted === undefined) registry.clear(queueArn);
    // Refused only where the queue could not be created, which has been noted.
    else registry.set({ queueArn, ...wanted }, source);
  }
}

/** As a file would have it: without what is off, and without the default seed. */
export function writeFaults({ faults, seed }: FaultsDefinition): Readonly<Record<string, FaultValue>> {
  return listWritten({ ...faults, seed });
}

function compareFaults(
  current: FaultsDefinition | undefined,
  wanted: FaultsDefinition | undefined,
): DefinitionDifference[] {
  const before = current === undefined ? {} : writeFaults(current);
  const after = wanted === undefined ? {} : writeFaults(wanted);
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const from = printValue(before[name]);
    const to = printValue(after[name]);
    if (from === to) return [];
    return [
      {
        what: `faults.${name}`,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      },
    ];
  });
}

function printValue(value: FaultValue | undefined): string | undefined {
  return typeof value === 'object' ? value.join(', ') : value?.toString();
}
