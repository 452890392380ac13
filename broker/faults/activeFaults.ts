import {
  FAULT_KINDS,
  FAULTS,
  type FaultSwitch,
  isFaultOn,
  isUnordered,
  type QueueFaults,
} from '../protocol/faults.ts';

/** Whether any fault can happen. */
export function isAnyOn(faults: QueueFaults): boolean {
  return FAULT_KINDS.some((kind) => isFaultOn(faults, kind));
}

/** The faults that are on and break what a FIFO queue promises. */
export function listUnordered(faults: QueueFaults): FaultSwitch[] {
  return FAULT_KINDS.filter((kind) => isUnordered(kind) && isFaultOn(faults, kind)).map(
    (kind) => FAULTS[kind].switch,
  );
}
