import * as l10n from '@vscode/l10n';
import { formatDuration } from '../ground/durations.ts';
import { formatMoment } from '../ground/moments.ts';
import { formatBytes, nameOfArn } from '../ground/text.ts';

/** Attributes whose value is a number of seconds. */
const SECONDS = /(?:Timeout|Seconds|Period)$/;

/**
 * An attribute's value formatted for reading: durations, sizes, dates and policies in words, everything else unchanged.
 */
export function explainAttribute(name: string, value: string): string {
  if (/^\d+$/.test(value)) {
    const number = Number(value);
    if (name.endsWith('Timestamp')) return formatMoment(number * 1000);
    if (SECONDS.test(name)) return formatDuration(number * 1000);
    if (name === 'MaximumMessageSize') return formatBytes(number);
  }
  if (value === 'true') return l10n.t('On');
  if (value === 'false') return l10n.t('Off');
  if (name === 'RedrivePolicy') return explainRedrive(value);
  return value;
}

function explainRedrive(value: string): string {
  const policy = parseObject(value);
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  if (typeof deadLetterTargetArn !== 'string' || maxReceiveCount === undefined) return value;
  const queue = nameOfArn(deadLetterTargetArn);
  return l10n.t('to {0} (maxReceiveCount: {1})', queue, Number(maxReceiveCount));
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
