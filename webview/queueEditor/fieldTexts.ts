import * as l10n from '@vscode/l10n';
import {
  NUMBER_ATTRIBUTES,
  type NumberAttribute,
  type SettableAttribute,
} from '../../broker/api/queueAttributes.ts';
import { labelAttributes } from '../../broker/protocol/attributeLabels.ts';
import { cutText } from '../shared/cutText.ts';
import { queueNameOf } from '../shared/queueName.ts';
import { NEW_QUEUE } from './queueForm.ts';
import { formatQuantity } from './units.ts';

/** What the fields are called. */
export const LABELS = labelAttributes();

const ON = l10n.t('On');
const OFF = l10n.t('Off');

export const CHOICES = {
  queue: l10n.t('Whole queue'),
  messageGroup: l10n.t('Message group'),
  perQueue: l10n.t('Whole queue'),
  perMessageGroupId: l10n.t('Message group ID'),
  allowAll: l10n.t('All queues'),
  denyAll: l10n.t('No queue'),
  byQueue: l10n.t('These queues'),
} as const;

const DECLARED: Readonly<Record<string, NumberAttribute>> = NUMBER_ATTRIBUTES;
/** Of a policy in the list of changes. */
const SHOWN_CHARACTERS = 120;
const PLAIN_CHOICES: Readonly<Record<string, string>> = CHOICES;

/** A value for reading; nothing set is a dash. */
export function explainValue(name: SettableAttribute, value: string): string {
  if (value === '') return '–';
  const number = DECLARED[name];
  if (number !== undefined) return formatQuantity(Number(value), number.unit);
  switch (name) {
    case 'ContentBasedDeduplication':
    case 'SqsManagedSseEnabled':
      return value === 'true' ? ON : OFF;
    case 'RedrivePolicy':
      return explainRedrive(value);
    case 'RedriveAllowPolicy':
      return explainRedriveAllow(value);
    case 'Policy':
      return cutText(value, SHOWN_CHARACTERS);
    default:
      return PLAIN_CHOICES[value] ?? value;
  }
}

function explainRedrive(value: string): string {
  const { deadLetterTargetArn: arn, maxReceiveCount: count } = JSON.parse(value) as {
    readonly deadLetterTargetArn: string;
    readonly maxReceiveCount: number;
  };
  const name = arn === NEW_QUEUE ? l10n.t('a new queue') : queueNameOf(arn);
  return count === 1
    ? l10n.t('{0} after 1 receive', name)
    : l10n.t('{0} after {1} receives', name, String(count));
}

function explainRedriveAllow(value: string): string {
  const { redrivePermission, sourceQueueArns = [] } = JSON.parse(value) as {
    readonly redrivePermission: string;
    readonly sourceQueueArns?: readonly string[];
  };
  return redrivePermission === 'byQueue'
    ? sourceQueueArns.map(queueNameOf).join(', ')
    : (PLAIN_CHOICES[redrivePermission] ?? redrivePermission);
}
