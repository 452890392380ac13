import { DEFAULT_FAULT_SEED } from '../protocol/faults.ts';

/** Members for which 0 is something else than the default value: an answer or a start that is 0 ms late. */
const KEPT_AT_ZERO: ReadonlySet<string> = new Set(['slowMs', 'slowStartMs', 'seed']);

/** What a file has of the faults of a queue or a function: not what is off, and not the default seed. */
export function listWritten<V>(faults: Readonly<Record<string, V>>): Readonly<Record<string, V>> {
  return Object.fromEntries(
    Object.entries(faults).filter(
      ([name, value]) =>
        value !== false &&
        (value !== 0 || KEPT_AT_ZERO.has(name)) &&
        (value !== DEFAULT_FAULT_SEED || name !== 'seed'),
    ),
  );
}
