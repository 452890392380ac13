/** Of every queue, ms: longer than a round, so that what is in flight stays with who has it. */
export const TIMEOUT_MS = 600_000;
/** Receives of a message of `orders` before it goes to `dead`. */
const MAX_RECEIVES = 3;

/** Queues that share their messages: what is sent to one of them is in one of them. */
export type Family = 'orders' | 'ledger' | 'swept' | 'sweptFifo' | 'removed';

interface ChaosQueue {
  readonly name: string;
  readonly family: Family;
  readonly attributes: Readonly<Record<string, string>>;
}

const standard = { VisibilityTimeout: String(TIMEOUT_MS / 1000) };
const fifo = { ...standard, FifoQueue: 'true' };
const redrive = { deadLetterTargetArn: arnOf('dead'), maxReceiveCount: MAX_RECEIVES };

/** In the order in which they have to be created. */
export const QUEUES: readonly ChaosQueue[] = [
  { name: 'dead', family: 'orders', attributes: standard },
  { name: 'moved', family: 'orders', attributes: standard },
  {
    name: 'orders',
    family: 'orders',
    attributes: { ...standard, RedrivePolicy: JSON.stringify(redrive) },
  },
  { name: 'ledger.fifo', family: 'ledger', attributes: fifo },
  { name: 'swept', family: 'swept', attributes: standard },
  { name: 'swept.fifo', family: 'sweptFifo', attributes: fifo },
  { name: 'removed', family: 'removed', attributes: standard },
];

export function arnOf(name: string): string {
  return `arn:aws:sqs:us-east-1:000000000000:${name}`;
}

export function urlOf(endpoint: string, name: string): string {
  return `${endpoint}/000000000000/${name}`;
}

/** The family of a queue; undefined for one that recovery made. */
export function familyOf(name: string): Family | undefined {
  return QUEUES.find((queue) => queue.name === name)?.family;
}

/** A change of visibility that is not zero, at least: a message cannot come back during a round. */
export const SHORTEST_TIMEOUT_S = 300;
export const LONGEST_TIMEOUT_S = 43_200;
