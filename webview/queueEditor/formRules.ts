import * as l10n from '@vscode/l10n';
import {
  isSettable,
  NUMBER_ATTRIBUTES,
  type NumberAttributeName,
  RECEIVE_COUNT_RANGE,
  type SettableAttribute,
  TAG_LIMITS,
} from '../../broker/api/queueAttributes.ts';
import type { QueueProblem } from '../../broker/protocol/queue.ts';
import type { RequestFailure } from '../protocol.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { describePlace, findJsonProblem } from '../shared/jsonProblem.ts';
import { completeName, nameDeadLetterQueue, NEW_QUEUE, type QueueForm, type TagRow } from './queueForm.ts';
import { NUMBER_NAMES, rangeOf } from './settings.ts';
import { findSecondsProblem } from '../shared/wholeSeconds.ts';
import { formatQuantity, parseQuantity } from './units.ts';

const MAXIMUM_NAME_CHARACTERS = 80;

/** A place of the form that shows what is wrong with it. */
export type Field = SettableAttribute | 'name' | 'maxReceiveCount' | 'tags';

export type Problems = Readonly<Partial<Record<Field, string>>>;

/** What is wrong with a row of the tags. */
export interface TagProblems {
  readonly name?: string;
  readonly value?: string;
}

/** What the page itself sees; the rules that need the broker are the broker’s. */
export function findFormProblems(form: QueueForm, maximumBytes: number): Problems {
  const found: [Field, string | undefined][] = NUMBER_NAMES.map((name) => [
    name,
    findNumberProblem(form, name, maximumBytes),
  ]);
  found.push(
    ['maxReceiveCount', form.deadLetterArn === '' ? undefined : findCountProblem(form.maxReceiveCount)],
    ['RedriveAllowPolicy', findSourceProblem(form)],
    ['KmsMasterKeyId', findKeyProblem(form)],
    ['Policy', findPolicyProblem(form.policy)],
    ['RedrivePolicy', findNewNameProblem(form)],
  );
  return Object.fromEntries(found.filter(([, problem]) => problem !== undefined));
}

/** One entry for each row. */
export function findTagProblems(tags: readonly TagRow[]): TagProblems[] {
  return tags.map((row) => {
    if (row.name === '' && row.value === '') return {};
    const isRepeated = tags.some((other) => other !== row && other.name === row.name);
    const name =
      row.name === ''
        ? l10n.t('A tag needs a key.')
        : row.name.length > TAG_LIMITS.keyCharacters
          ? l10n.t('Use at most {0} characters.', TAG_LIMITS.keyCharacters)
          : isRepeated
            ? l10n.t('Another tag has this key.')
            : undefined;
    const isLong = row.value.length > TAG_LIMITS.valueCharacters;
    return {
      ...(name === undefined ? {} : { name }),
      ...(isLong ? { value: l10n.t('Use at most {0} characters.', TAG_LIMITS.valueCharacters) } : {}),
    };
  });
}

/** The broker’s problems by the fields that show them; that a queue needs a name is no news while none is typed. */
export function placeProblems(problems: readonly QueueProblem[], { name, policy }: QueueForm): Problems {
  const placed = problems.map(({ parameter, message, place }) => {
    const text = place === undefined ? message : `${describePlace(policy, place.offset)}: ${message}`;
    return [findField(parameter), text] as const;
  });
  const shown = placed.filter(([field]) => field !== undefined && (field !== 'name' || name.trim() !== ''));
  return Object.fromEntries(shown);
}

/** A refusal of Apply at its field; without one it is shown beside the button. */
export function placeFailure({ parameter = '', message }: RequestFailure): Problems {
  const field = findField(parameter);
  return field === undefined ? {} : { [field]: message };
}

/** Whether the form has a place for what is wrong with a field. */
export function isFieldShown(
  field: Field,
  { kind, deadLetterArn, encryption }: QueueForm,
  isNew: boolean,
): boolean {
  switch (field) {
    case 'name':
      return isNew;
    case 'maxReceiveCount':
      return deadLetterArn !== '';
    case 'ContentBasedDeduplication':
    case 'DeduplicationScope':
    case 'FifoThroughputLimit':
      return kind === 'fifo';
    case 'KmsMasterKeyId':
    case 'KmsDataKeyReusePeriodSeconds':
      return encryption === 'kms';
    default:
      return true;
  }
}

/** The broker’s problems without a field that the form shows. */
export function listUnplaced(problems: readonly QueueProblem[], form: QueueForm, isNew: boolean): string[] {
  return problems.flatMap(({ parameter, message }) => {
    const field = findField(parameter);
    return field !== undefined && isFieldShown(field, form, isNew) ? [] : [message];
  });
}

function findField(parameter: string): Field | undefined {
  if (isSettable(parameter)) return parameter;
  return parameter === 'QueueName' ? 'name' : parameter === 'Tags' ? 'tags' : undefined;
}

/** Such as `0 seconds to 12 hours`. */
export function describeRange(name: NumberAttributeName, maximumBytes: number): string {
  const { min, max, unit } = rangeOf(name, maximumBytes);
  return l10n.t('{0} to {1}', formatQuantity(min, unit), formatQuantity(max, unit));
}

function findNumberProblem(
  form: QueueForm,
  name: NumberAttributeName,
  maximumBytes: number,
): string | undefined {
  if (name === 'KmsDataKeyReusePeriodSeconds' && form.encryption !== 'kms') return undefined;
  const { unit } = NUMBER_ATTRIBUTES[name];
  const { min, max } = rangeOf(name, maximumBytes);
  if (unit === 'seconds') return findSecondsProblem(form.numbers[name], { minimum: min, maximum: max });
  const value = parseQuantity(form.numbers[name], unit);
  if (value !== undefined && value >= min && value <= max) return undefined;
  return l10n.t(
    'Enter a size from {0} to {1}, such as {2}.',
    formatQuantity(min, unit),
    formatQuantity(max, unit),
    formatQuantity(max / 4, unit),
  );
}

function findCountProblem(text: string): string | undefined {
  const { min, max } = RECEIVE_COUNT_RANGE;
  const value = /^\s*\d{1,6}\s*$/u.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return undefined;
  return l10n.t('Enter a whole number from {0} to {1}.', formatCount(min), formatCount(max));
}

function findSourceProblem({ redrivePermission, sourceArns }: QueueForm): string | undefined {
  if (redrivePermission !== 'byQueue' || sourceArns.some((arn) => arn !== '')) return undefined;
  return l10n.t('Choose at least 1 queue.');
}

function findKeyProblem({ encryption, kmsKeyId }: QueueForm): string | undefined {
  if (encryption !== 'kms' || kmsKeyId.trim() !== '') return undefined;
  return l10n.t('Enter the ID, ARN or alias of a KMS key.');
}

/** Of the dead-letter queue that is to be created. */
function findNewNameProblem({ deadLetterArn, name, kind }: QueueForm): string | undefined {
  if (deadLetterArn !== NEW_QUEUE) return undefined;
  const { length } = nameDeadLetterQueue(completeName({ name, kind }), kind);
  if (length <= MAXIMUM_NAME_CHARACTERS) return undefined;
  return l10n.t(
    'The name of the new queue would have {0} characters; {1} are allowed. Choose another queue.',
    length,
    MAXIMUM_NAME_CHARACTERS,
  );
}

function findPolicyProblem(policy: string): string | undefined {
  const problem = policy.trim() === '' ? undefined : findJsonProblem(policy);
  return problem && `${describePlace(policy, problem.offset)}: ${problem.text}`;
}
