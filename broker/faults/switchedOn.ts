import type { QueueFaults } from '../protocol/faults.ts';

/** Whether any fault can happen. */
export function isAnyOn(faults: QueueFaults): boolean {
  const { duplicateRate, delayMs, missRate, throttleRate, errorRate, slowRate, dropRate } = faults;
  const chances = [duplicateRate, delayMs, missRate, throttleRate, errorRate, slowRate, dropRate];
  return faults.shuffle === true || chances.some((chance) => chance !== undefined && chance > 0);
}

/** The faults that are on and break what a FIFO queue promises. */
export function listUnordered(faults: QueueFaults): (keyof QueueFaults)[] {
  return (['duplicateRate', 'shuffle', 'missRate'] as const).filter((name) => Boolean(faults[name]));
}
