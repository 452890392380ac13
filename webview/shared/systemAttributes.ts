import { queueNameOf } from './queueName.ts';
import { formatDateTime, formatInBothZones } from './timeFormat.ts';

const TIMES: ReadonlySet<string> = new Set(['SentTimestamp', 'ApproximateFirstReceiveTimestamp']);

/** A system attribute for reading, under the name that the service gives it. */
export interface SystemAttribute {
  readonly name: string;
  readonly value: string;
  /** More than the value says: a time in both zones, an ARN in full; empty otherwise. */
  readonly detail: string;
}

export function describeSystemAttributes(
  attributes: Readonly<Record<string, string>>,
): readonly SystemAttribute[] {
  return Object.entries(attributes).map(([name, value]) => {
    if (TIMES.has(name))
      return { name, value: formatDateTime(Number(value)), detail: formatInBothZones(Number(value)) };
    if (name === 'DeadLetterQueueSourceArn') return { name, value: queueNameOf(value), detail: value };
    return { name, value, detail: '' };
  });
}
