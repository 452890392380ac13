import * as l10n from '@vscode/l10n';
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { listUnordered } from '../faults/activeFaults.ts';
import {
  DEFAULT_FAULT_SEED,
  FAULT_ERROR,
  FAULT_SEED,
  FAULTY_ACTION,
  FAULTY_ACTIONS,
  QUEUE_FAULTS,
  type QueueFaults,
} from '../protocol/faults.ts';
import type { Shape } from '../protocol/shape.ts';
import type { FaultsDefinition } from './definition.ts';
import type { JsonReader, MemberReader } from './jsonReader.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type RateName = Extract<keyof QueueFaults, `${string}Rate`>;

/** Reads what shall go wrong in a queue. What is noted is left out. */
export function readFaults(reader: JsonReader, node: Node, isFifo: boolean): FaultsDefinition {
  const faults: Mutable<QueueFaults> = {};
  const { delayMs, shuffle, slowMs } = QUEUE_FAULTS.members;
  let seed = DEFAULT_FAULT_SEED;
  const rate =
    (name: RateName): MemberReader =>
    (value) => {
      const chance = reader.readNumber(value, name);
      if (chance === undefined) return;
      if (QUEUE_FAULTS.members[name].check(chance) === undefined) faults[name] = chance;
      else reader.note(value, l10n.t('{0} must be a probability from 0 to 1.', name));
    };
  const others: Readonly<Record<Exclude<keyof QueueFaults, RateName>, MemberReader>> = {
    shuffle: (value) => {
      const isShuffled = reader.readValue(value, 'shuffle', shuffle);
      if (isShuffled !== undefined) faults.shuffle = isShuffled;
    },
    delayMs: (value) => {
      faults.delayMs = readWhole(reader, value, 'delayMs', delayMs) ?? 0;
    },
    errorCode: (value) => {
      const code = reader.readValue(value, 'errorCode', FAULT_ERROR);
      if (code !== undefined) faults.errorCode = code;
    },
    slowMs: (value) => {
      const lateMs = readWhole(reader, value, 'slowMs', slowMs);
      if (lateMs !== undefined) faults.slowMs = lateMs;
    },
    actions: (value) => {
      const read = (element: Node) =>
        reader.readValue(element, l10n.t('An element of actions'), FAULTY_ACTION) ?? [];
      faults.actions = reader.readElements(value, 'actions', FAULTY_ACTIONS.length, read).flat();
    },
  };
  const names = Object.keys(QUEUE_FAULTS.members) as (keyof QueueFaults)[];
  reader.readMembers(node, 'faults', {
    ...Object.fromEntries(names.map((name) => [name, isRate(name) ? rate(name) : others[name]])),
    seed: (value) => {
      seed = readWhole(reader, value, 'seed', FAULT_SEED) ?? DEFAULT_FAULT_SEED;
    },
  });
  if (isFifo) {
    for (const name of listUnordered(faults)) {
      reader.note(findNodeAtLocation(node, [name]) ?? node, l10n.t('A FIFO queue cannot have {0}.', name));
    }
  }
  return { faults, seed };
}

function isRate(name: keyof QueueFaults): name is RateName {
  return name.endsWith('Rate');
}

/** Reports first that a value must be a number. */
function readWhole(reader: JsonReader, node: Node, what: string, shape: Shape<number>): number | undefined {
  return reader.readNumber(node, what) === undefined ? undefined : reader.readValue(node, what, shape);
}
