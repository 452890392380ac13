import * as l10n from '@vscode/l10n';
import { checkAlarm } from '../alarms/checkAlarm.ts';
import { ACTION_MEMBERS, type AlarmSettings } from '../alarms/settings.ts';
import { isTopicArn, type Topic, topicArnOf } from '../alarms/topics.ts';
import { poolArnOf } from '../pools/poolArn.ts';
import type { PoolDefinition } from '../protocol/poolDefinition.ts';
import type { AlarmDefinition, TopicDefinition } from './alarmDefinition.ts';
import type { AlarmTarget, DefinitionFault, Namespace, QueueDefinition } from './definition.ts';

/** What a file asks for beside its queues. */
export interface DefinedAlarms {
  readonly alarms: readonly AlarmDefinition[];
  readonly topics: readonly TopicDefinition[];
  readonly pools: readonly PoolDefinition[];
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
  { alarms, topics, pools }: DefinedAlarms,
  queues: readonly QueueDefinition[],
): readonly DefinitionFault[] {
  const queueNames = new Set(queues.map(({ name }) => name));
  const topicNames = new Set(topics.map(({ name }) => name));
  const poolNames = new Set(pools.map(({ name }) => name));
  return alarms.flatMap((alarm) => {
    const path = ['alarms', alarm.name];
    const faults: DefinitionFault[] = alarm.queues
      .filter((queue) => !queueNames.has(queue))
      .map((queue) => ({
        path: [...path, alarm.settings.Metrics === undefined ? 'queue' : 'metrics'],
        message: l10n.t('This file has no queue {0}.', JSON.stringify(queue)),
      }));
    faults.push(...findUnknownActions(namespace, alarm, topicNames, poolNames));
    const checked = checkAlarm(namespace, resolveActions(namespace, alarm.settings, poolNames));
    if (!checked.ok) faults.push({ path: [...path, ...placeOf(checked.member)], message: checked.message });
    return faults;
  });
}

function findUnknownActions(
  namespace: Namespace,
  { name, settings }: AlarmDefinition,
  topicNames: ReadonlySet<string>,
  poolNames: ReadonlySet<string>,
): readonly DefinitionFault[] {
  return Object.values(ACTION_MEMBERS).flatMap((member) =>
    (settings[member] ?? []).flatMap((action, index) => {
      const message = explainUnknown(namespace, action, topicNames, poolNames);
      return message === undefined ? [] : [{ path: ['alarms', name, memberOf(member), index], message }];
    }),
  );
}

function explainUnknown(
  namespace: Namespace,
  action: string,
  topicNames: ReadonlySet<string>,
  poolNames: ReadonlySet<string>,
): string | undefined {
  const name = findTopicName(namespace, action);
  if (name === undefined) return undefined;
  const isBare = name === action;
  if (isBare && topicNames.has(name) && poolNames.has(name)) {
    return l10n.t('A topic and a pool have the name {0}: write the ARN.', JSON.stringify(name));
  }
  if (topicNames.has(name) || (isBare && poolNames.has(name))) return undefined;
  return isBare && poolNames.size > 0
    ? l10n.t('This file has no topic and no pool {0}.', JSON.stringify(name))
    : l10n.t('This file has no topic {0}.', JSON.stringify(name));
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
  { alarms, topics, pools }: DefinedAlarms,
  source: string,
): number {
  const poolNames = new Set(pools.map(({ name }) => name));
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
    const wanted = resolveActions(namespace, settings, poolNames);
    const known = target.find(namespace, name);
    if (known !== undefined && JSON.stringify(sortMembers(known)) === JSON.stringify(sortMembers(wanted)))
      continue;
    // What was checked is refused only when there are too many alarms.
    if (target.put(namespace, wanted).ok) count++;
  }
  return count;
}

/** Actions that are names of topics or pools become ARNs. */
function resolveActions(
  namespace: Namespace,
  settings: AlarmSettings,
  poolNames: ReadonlySet<string>,
): AlarmSettings {
  const { region, account } = namespace;
  const resolve = (action: string): string => {
    if (action.includes(':')) return action;
    return poolNames.has(action) ? poolArnOf(namespace, action) : topicArnOf(region, account, action);
  };
  const resolved = Object.values(ACTION_MEMBERS).flatMap((member) => {
    const actions = settings[member];
    if (actions === undefined) return [];
    return [[member, actions.map(resolve)]];
  });
  return { ...settings, ...Object.fromEntries(resolved) };
}

function sortMembers(settings: AlarmSettings): object {
  return Object.fromEntries(Object.entries(settings).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
