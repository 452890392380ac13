import { formatShortMoment } from '../moments.ts';
import { formatDuration } from '../durations.ts';
import { formatBytes, nameOfArn, type Translate } from './queueText.ts';

/** Attributes whose value is a number of seconds. */
const SECONDS = /(?:Timeout|Seconds|Period)$/;

/** An attribute's value as people read it: durations, sizes, dates and policies in words, everything else as it is. */
export function explainAttribute(t: Translate, name: string, value: string): string {
  if (/^\d+$/.test(value)) {
    const number = Number(value);
    if (name.endsWith('Timestamp')) return formatShortMoment(number * 1000);
    if (SECONDS.test(name)) return formatDuration(number * 1000);
    if (name === 'MaximumMessageSize') return formatBytes(number);
  }
  if (name === 'RedrivePolicy') return explainRedrive(t, value);
  return value;
}

function explainRedrive(t: Translate, value: string): string {
  const policy = parseObject(value);
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  if (typeof deadLetterTargetArn !== 'string' || maxReceiveCount === undefined) return value;
  const queue = nameOfArn(deadLetterTargetArn);
  return Number(maxReceiveCount) === 1
    ? t('to {0} after 1 receive', queue)
    : t('to {0} after {1} receives', queue, Number(maxReceiveCount));
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
