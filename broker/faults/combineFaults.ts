import type { DeliveryFaults } from '../engine/state/deliveryFaults.ts';

/** Two sources of faults as one: the first decides, and what it lets pass the second may still hit. */
export function combineFaults(first: DeliveryFaults, second: DeliveryFaults): DeliveryFaults {
  return {
    shuffles: first.shuffles || second.shuffles,
    delayMs: (number, caller) => first.delayMs(number, caller) + second.delayMs(number, caller),
    missesPoll: (caller) => first.missesPoll(caller) || second.missesPoll(caller),
    pick: (candidates, caller) => (first.shuffles ? first : second).pick(candidates, caller),
    survivesDeletion: (message, caller) =>
      first.survivesDeletion(message, caller) || second.survivesDeletion(message, caller),
  };
}
