import * as l10n from '@vscode/l10n';
import type { Answer, Gate } from '../../broker/connections/client/gate.ts';
import type { Place } from '../../broker/connections/place.ts';
import type { Capabilities } from '../connections/capabilities.ts';
import type { ListedQueue } from '../connections/connection.ts';
import type { Schedule } from '../ground/schedule.ts';
import type { RemoteQueues } from './remoteQueues.ts';

/** What the capabilities of a connection are made of. */
export interface RemoteContext {
  readonly queues: RemoteQueues;
  /** @throws Error if the connection is not open */
  readonly getGate: () => Gate;
  /** @throws Error if the connection is not open */
  readonly getPlace: () => Place;
  readonly openTrace: Capabilities['trace'];
  readonly schedule: Schedule;
  /** Epoch ms. */
  readonly readNow: () => number;
}

/** @throws Error if the queue is not listed */
export function findListed({ queues }: Pick<RemoteContext, 'queues'>, arn: string): ListedQueue {
  const queue = queues.findByArn(arn);
  if (queue === undefined) throw new Error(l10n.t('The queue no longer exists: {0}', arn));
  return queue;
}

/** @throws Error with what happened and what to do */
export function unwrap<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new Error(answer.failure.message);
}

/** What a peer sent where the service has texts by their names. */
export function toTexts(
  values: Readonly<Partial<Record<string, string>>> | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}
