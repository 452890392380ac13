import * as l10n from '@vscode/l10n';
import { checkAlarm } from '../alarms/checkAlarm.ts';
import { ACTION_MEMBERS, type AlarmSettings } from '../alarms/settings.ts';
import { isTopicArn, type Topic, topicArnOf } from '../alarms/topics.ts';
import type { AlarmDefinition, TopicDefinition } from './alarmDefinition.ts';
import type { AlarmTarget, DefinitionFault, Namespace, QueueDefinition } from './definition.ts';

/** What a file asks for beside its queues. */
export interface DefinedAlarms {
  readonly alarms: readonly AlarmDefinition[];
  readonly topics: readonly TopicDefinition[];
}

/** Members of the file by those of the service, where another letter is not the only difference. */
const MEMBERS: Readonly<Record<string, string>> = {
  AlarmDescription: 'description',
  ExtendedStatistic: 'statistic',
  OKActions: 'okActions',
};

/** The problems of alarms: values that the service would reject, and names of what the file does not have. */
export function findAlarmFaults(
  namespace: Namespace,
  { alarms, topics }: DefinedAlarms,
  queues: readonly QueueDefinition[],
): readonly DefinitionFault[] {
  const queueNames = new Set(queues.map(({ name }) => name));
  const topicNames = new Set(topics.map(({ name }) => name));
  return alarms.flatMap((alarm) => {
    const path = ['alarms', alarm.name];
    const faults: DefinitionFault[] = alarm.queues
      .filter((queue) => !queueNames.has(queue))
      .map((queue) => ({
        path: [...path, alarm.settings.Metrics === undefined ? 'queue' : 'metrics'],
        message: l10n.t('This file has no queue {0}.', JSON.stringify(queue)),
      }));
    faults.push(...findUnknownTopics(namespace, alarm, topicNames));
    const checked = checkAlarm(namespace, resolveActions(namespace, alarm.settings));
    if (!checked.ok) faults.push({ path: [...path, ...placeOf(checked.member)], message: checked.message });
    return faults;
  });
}

function findUnknownTopics(
  namespace: Namespace,
  { name, settings }: AlarmDefinition,
  topicNames: ReadonlySet<string>,
): readonly DefinitionFault[] {
  return Object.values(ACTION_MEMBERS).flatMap((member) =>
    (settings[member] ?? []).flatMap((action, index) => {
      const topic = findTopicName(namespace, action);
      return topic === undefined || topicNames.has(topic)
        ? []
        : [
            {
              path: ['alarms', name, memberOf(member), index],
              message: l10n.t('This file has no topic {0}.', JSON.stringify(topic)),
            },
          ];
    }),
  );
}

/** The topic that an action names, by its ARN or its bare name; undefined for other actions. */
function findTopicName(namespace: Namespace, action: string): string | undefined {
  if (!action.includes(':')) return action;
  if (!isTopicArn(action)) return undefined;
  const name = action.slice(action.lastIndexOf(':') + 1);
  return action === topicArnOf(namespace.region, namespace.account, name) ? name : undefined;
}

function placeOf(member: string | undefined): readonly (string | number)[] {
  if (member === undefined) return [];
  const [first = '', , position, last] = member.split('.');
  if (position === undefined) return [memberOf(first)];
  return [memberOf(first), Number(position) - 1, ...(last === undefined ? [] : [memberOf(last)])];
}

function memberOf(member: string): string {
  return MEMBERS[member] ?? member.charAt(0).toLowerCase() + member.slice(1);
}

/**
 * Sets the alarms and topics of a file. Topics that an earlier text of the same source had, and this one has not, end; alarms
 * stay.
 * @returns how many alarms were made or changed
 */
export function applyAlarms(
  target: AlarmTarget,
  namespace: Namespace,
  { alarms, topics }: DefinedAlarms,
  source: string,
): number {
  const { region, account } = namespace;
  target.setTopics(
    source,
    topics.map(
      ({ name, subscriptions }): Topic => ({
        region,
        account,
        name,
        source,
        subscriptions: subscriptions.map(({ queue, raw }) => ({ queueName: queue, isRaw: raw })),
      }),
    ),
  );
  let count = 0;
  for (const { name, settings } of alarms) {
    const wanted = resolveActions(namespace, settings);
    const known = target.find(namespace, name);
    if (known !== undefined && JSON.stringify(sortMembers(known)) === JSON.stringify(sortMembers(wanted)))
      continue;
    // What was checked is refused only when there are too many alarms.
    if (target.put(namespace, wanted).ok) count++;
  }
  return count;
}

/** Actions that are names of topics become ARNs. */
function resolveActions({ region, account }: Namespace, settings: AlarmSettings): AlarmSettings {
  const resolved = Object.values(ACTION_MEMBERS).flatMap((member) => {
    const actions = settings[member];
    if (actions === undefined) return [];
    return [
      [
        member,
        actions.map((action) => (action.includes(':') ? action : topicArnOf(region, account, action))),
      ],
    ];
  });
  return { ...settings, ...Object.fromEntries(resolved) };
}

function sortMembers(settings: AlarmSettings): object {
  return Object.fromEntries(Object.entries(settings).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
