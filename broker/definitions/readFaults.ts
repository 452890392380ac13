import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { listUnordered } from '../faults/switchedOn.ts';
import {
  DEFAULT_FAULT_SEED,
  FAULT_ERRORS,
  FAULTY_ACTIONS,
  MAXIMUM_FAULT_DELAY_MS,
  MAXIMUM_FAULT_SEED,
  MAXIMUM_SLOW_MS,
  type QueueFaults,
} from '../protocol/faults.ts';
import type { FaultsDefinition } from './definition.ts';
import type { JsonReader, MemberReader } from './jsonReader.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type RateName = { [K in keyof QueueFaults]: K extends `${string}Rate` ? K : never }[keyof QueueFaults];

/** Reads what shall go wrong in a queue. What is noted is left out. */
export function readFaults(reader: JsonReader, node: Node, isFifo: boolean): FaultsDefinition {
  const faults: Mutable<QueueFaults> = {};
  let seed = DEFAULT_FAULT_SEED;
  const rate =
    (name: NonNullable<RateName>): MemberReader =>
    (value) => {
      const chance = reader.readNumber(value, name);
      if (chance === undefined) return;
      if (chance < 0 || chance > 1) reader.note(value, `${name} must be a chance from 0 to 1.`);
      else faults[name] = chance;
    };
  reader.readMembers(node, 'faults', {
    duplicateRate: rate('duplicateRate'),
    shuffle: (value) => {
      if (value.type === 'boolean') faults.shuffle = value.value as boolean;
      else reader.note(value, 'shuffle must be true or false.');
    },
    delayMs: (value) => {
      faults.delayMs = readWhole(reader, value, 'delayMs', MAXIMUM_FAULT_DELAY_MS) ?? 0;
    },
    missRate: rate('missRate'),
    throttleRate: rate('throttleRate'),
    errorRate: rate('errorRate'),
    errorCode: (value) => {
      const code = readChoice(reader, value, 'errorCode', FAULT_ERRORS);
      if (code !== undefined) faults.errorCode = code;
    },
    slowRate: rate('slowRate'),
    slowMs: (value) => {
      const slowMs = readWhole(reader, value, 'slowMs', MAXIMUM_SLOW_MS);
      if (slowMs !== undefined) faults.slowMs = slowMs;
    },
    dropRate: rate('dropRate'),
    actions: (value) => {
      const read = (element: Node) =>
        readChoice(reader, element, 'An element of actions', FAULTY_ACTIONS) ?? [];
      faults.actions = reader.readElements(value, 'actions', FAULTY_ACTIONS.length, read).flat();
    },
    seed: (value) => {
      seed = readWhole(reader, value, 'seed', MAXIMUM_FAULT_SEED) ?? DEFAULT_FAULT_SEED;
    },
  });
  if (isFifo) {
    for (const name of listUnordered(faults)) {
      reader.note(findNodeAtLocation(node, [name]) ?? node, `A FIFO queue cannot have ${name}.`);
    }
  }
  return { faults, seed };
}

function readWhole(reader: JsonReader, node: Node, what: string, maximum: number): number | undefined {
  const value = reader.readNumber(node, what);
  if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= maximum)) return value;
  return reader.note(node, `${what} must be a whole number from 0 to ${maximum}.`);
}

function readChoice<T extends string>(
  reader: JsonReader,
  node: Node,
  what: string,
  choices: readonly T[],
): T | undefined {
  const found = choices.find((choice) => choice === node.value);
  return found ?? reader.note(node, `${what} must be one of ${choices.join(', ')}.`);
}
