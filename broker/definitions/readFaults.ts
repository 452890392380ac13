import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { listUnordered } from '../faults/switchedOn.ts';
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
type RateName = { [K in keyof QueueFaults]: K extends `${string}Rate` ? K : never }[keyof QueueFaults];

/** Reads what shall go wrong in a queue. What is noted is left out. */
export function readFaults(reader: JsonReader, node: Node, isFifo: boolean): FaultsDefinition {
  const faults: Mutable<QueueFaults> = {};
  const { delayMs, shuffle, slowMs } = QUEUE_FAULTS.members;
  let seed = DEFAULT_FAULT_SEED;
  const rate =
    (name: NonNullable<RateName>): MemberReader =>
    (value) => {
      const chance = reader.readNumber(value, name);
      if (chance === undefined) return;
      if (QUEUE_FAULTS.members[name].check(chance) === undefined) faults[name] = chance;
      else reader.note(value, `${name} must be a probability from 0 to 1.`);
    };
  reader.readMembers(node, 'faults', {
    duplicateRate: rate('duplicateRate'),
    shuffle: (value) => {
      const isShuffled = reader.readValue(value, 'shuffle', shuffle);
      if (isShuffled !== undefined) faults.shuffle = isShuffled;
    },
    delayMs: (value) => {
      faults.delayMs = readWhole(reader, value, 'delayMs', delayMs) ?? 0;
    },
    missRate: rate('missRate'),
    throttleRate: rate('throttleRate'),
    errorRate: rate('errorRate'),
    errorCode: (value) => {
      const code = reader.readValue(value, 'errorCode', FAULT_ERROR);
      if (code !== undefined) faults.errorCode = code;
    },
    slowRate: rate('slowRate'),
    slowMs: (value) => {
      const lateMs = readWhole(reader, value, 'slowMs', slowMs);
      if (lateMs !== undefined) faults.slowMs = lateMs;
    },
    dropRate: rate('dropRate'),
    actions: (value) => {
      const read = (element: Node) => reader.readValue(element, 'An element of actions', FAULTY_ACTION) ?? [];
      faults.actions = reader.readElements(value, 'actions', FAULTY_ACTIONS.length, read).flat();
    },
    seed: (value) => {
      seed = readWhole(reader, value, 'seed', FAULT_SEED) ?? DEFAULT_FAULT_SEED;
    },
  });
  if (isFifo) {
    for (const name of listUnordered(faults)) {
      reader.note(findNodeAtLocation(node, [name]) ?? node, `A FIFO queue cannot have ${name}.`);
    }
  }
  return { faults, seed };
}

/** Reports first that a value must be a number. */
function readWhole(reader: JsonReader, node: Node, what: string, shape: Shape<number>): number | undefined {
  return reader.readNumber(node, what) === undefined ? undefined : reader.readValue(node, what, shape);
}
