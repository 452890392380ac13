import * as l10n from '@vscode/l10n';
import { SETTABLE_ATTRIBUTES } from '../../broker/api/queueAttributes.ts';
import type { ActionName } from '../../broker/api/actions.ts';
import { findCreationProblems } from '../../broker/checks/creationProblems.ts';
import { findQueueProblems } from '../../broker/checks/queueProblems.ts';
import type { Answer } from '../../broker/connections/client/gate.ts';
import { formatQueueArn } from '../../broker/connections/queueAddress.ts';
import { LIMITS } from '../../broker/engine/base/limits.ts';
import type { FindRedriveTarget } from '../../broker/engine/operations/redriveChecks.ts';
import { applyAttributes } from '../../broker/engine/rules/queueAttributes.ts';
import { defaultSettings, type QueueSettings } from '../../broker/engine/rules/queueSettings.ts';
import { isAsExpected } from '../../broker/protocol/expectedValues.ts';
import type {
  CheckQueueParams,
  QueueProblem,
  SetQueueAttributesParams,
} from '../../broker/protocol/queue.ts';
import type { Capabilities, ChangeQuestion } from '../connections/capabilities.ts';
import type { ListedQueue } from '../connections/connection.ts';
import { failPartly } from '../connections/partialChange.ts';
import type { QueueReading } from './queueReading.ts';
import type { QueueValues } from './recentValues.ts';
import { findListed, type RemoteContext } from './remoteContext.ts';

/** Those of Amazon SQS; an endpoint that takes less says so itself. */
const SERVICE_LIMITS = LIMITS.strict;

/** Changing attributes and tags by the calls of the service, after the checks that the local broker makes, too. */
export function createEditing(context: RemoteContext, reading: QueueReading): Capabilities['edit'] {
  return {
    maximumMessageBytes: SERVICE_LIMITS.messageBytes,
    check: async (params) => ({ problems: await findProblems(context, reading, params), messagesLost: 0 }),
    change: async (params, question) => {
      const queue = findListed(context, params.queueArn);
      const before = await reading.read(queue);
      if (!isAsExpected(before, params)) throw failAt('expected', l10n.t('The queue was changed meanwhile.'));
      const [problem] = checkChange(context, queue, before, {
        attributes: params.attributes,
        tags: mergeTags(before, params),
      });
      if (problem !== undefined) throw failAt(problem.parameter, problem.message);
      await callEach(context, queue, params, question, (kind, to) =>
        reading.recent.note(queue.arn, kind, before, to),
      );
      const values = await reading.read(queue);
      void context.queues.countOne(queue.arn);
      return { ...findListed(context, queue.arn), ...values };
    },
  };
}

function mergeTags(
  { tags }: QueueValues,
  params: SetQueueAttributesParams,
): Readonly<Record<string, string>> {
  const kept = Object.entries(tags).filter(([key]) => params.removedTags?.includes(key) !== true);
  return { ...Object.fromEntries(kept), ...params.tags };
}

type Note = (kind: keyof QueueValues, to: Readonly<Record<string, string | undefined>>) => void;

/** Attributes and tags are calls of their own: what was done before one fails stays done, and is said. */
async function callEach(
  context: RemoteContext,
  { name, url: QueueUrl }: ListedQueue,
  { attributes, tags = {}, removedTags = [] }: SetQueueAttributesParams,
  question: ChangeQuestion | undefined,
  note: Note,
): Promise<void> {
  const gate = context.getGate();
  const steps: readonly Step[] = [
    {
      action: 'SetQueueAttributes',
      isNeeded: Object.keys(attributes).length > 0,
      call: (batch) => gate.call('SetQueueAttributes', { QueueUrl, Attributes: attributes }, { batch }),
      note: () => note('attributes', attributes),
    },
    {
      action: 'UntagQueue',
      isNeeded: removedTags.length > 0,
      call: (batch) => gate.call('UntagQueue', { QueueUrl, TagKeys: [...removedTags] }, { batch }),
      note: () => note('tags', Object.fromEntries(removedTags.map((key) => [key, undefined]))),
    },
    {
      action: 'TagQueue',
      isNeeded: Object.keys(tags).length > 0,
      call: (batch) => gate.call('TagQueue', { QueueUrl, Tags: tags }, { batch }),
      note: () => note('tags', tags),
    },
  ];
  const needed = steps.filter(({ isNeeded }) => isNeeded);
  const actions = needed.map(({ action }) => action);
  const batch: ChangeQuestion =
    question?.covers === undefined
      ? { count: actions.length, covers: { actions, queues: [name] }, lines: question?.lines ?? [] }
      : question;
  const done: ActionName[] = [];
  for (const step of needed) {
    const answer = await step.call(batch);
    if (!answer.ok) {
      const { message } = answer.failure;
      throw done.length === 0 ? new Error(message) : failPartly(admitDone(name, done, message));
    }
    step.note();
    done.push(step.action);
  }
}

interface Step {
  readonly action: ActionName;
  readonly isNeeded: boolean;
  call(batch: ChangeQuestion): Promise<Answer<unknown>>;
  note(): void;
}

/** Why a call failed, with what the calls before it have changed. */
function admitDone(name: string, done: readonly ActionName[], reason: string): string {
  if (!done.includes('UntagQueue'))
    return l10n.t('The attributes of {0} were changed, but not its tags: {1}', name, reason);
  return done.includes('SetQueueAttributes')
    ? l10n.t(
        'The attributes of {0} were changed and tags were removed, but no tags were set: {1}',
        name,
        reason,
      )
    : l10n.t('Tags of {0} were removed, but no tags were set: {1}', name, reason);
}

async function findProblems(
  context: RemoteContext,
  reading: QueueReading,
  { queueArn, name = '', attributes, tags = {} }: CheckQueueParams,
): Promise<QueueProblem[]> {
  if (queueArn !== undefined) {
    const queue = findListed(context, queueArn);
    return checkChange(context, queue, await reading.readKept(queue), { attributes, tags });
  }
  const { partition, region } = context.getPlace();
  const account = guessAccount(context);
  return findCreationProblems(findTargetIn(context), SERVICE_LIMITS, {
    arn: formatQueueArn(partition, region, { account, name }),
    name,
    region,
    account,
    attributes,
    tags,
    isTaken: context.queues.findByName(name) !== undefined,
  });
}

function checkChange(
  context: RemoteContext,
  { arn, name, kind }: ListedQueue,
  before: QueueValues,
  wanted: Pick<QueueValues, 'attributes' | 'tags'>,
): QueueProblem[] {
  const [, , , region = '', account = ''] = arn.split(':');
  const isFifo = kind === 'fifo';
  const current = readSettings(before, isFifo);
  const values = { arn, name, region, account, isFifo, current, ...wanted };
  return findQueueProblems(findTargetIn(context), SERVICE_LIMITS, values);
}

/** As far as the rules know what a peer says of a queue: what they do not know is not what the user changes. */
function readSettings({ attributes }: QueueValues, isFifo: boolean): QueueSettings {
  let settings = defaultSettings(isFifo, SERVICE_LIMITS);
  for (const name of SETTABLE_ATTRIBUTES) {
    const value = attributes[name];
    const applied =
      value === undefined ? undefined : applyAttributes(settings, { [name]: value }, SERVICE_LIMITS);
    if (applied?.ok === true) settings = applied.value;
  }
  return settings;
}

/** Of a queue that is not listed yet, its name says the type; the service says whether it exists and what it permits. */
function findTargetIn({ queues }: RemoteContext): FindRedriveTarget {
  return (arn) => ({
    isFifo: (queues.findByArn(arn)?.name ?? arn).endsWith('.fifo'),
    settings: { redriveAllowPolicy: undefined },
  });
}

/** That queues are created in. */
function guessAccount({ queues }: RemoteContext): string {
  return queues.queues[0]?.arn.split(':')[4] ?? '';
}

function failAt(parameter: string, message: string): Error {
  return Object.assign(new Error(message), { data: { parameter } });
}
