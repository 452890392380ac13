import { ACTION_MEMBERS, type AlarmSettings } from '../alarms/settings.ts';
import { isTopicArn, topicArnOf } from '../alarms/topics.ts';
import type { GivenMetric, GivenQuery } from '../metrics/queries.ts';
import type { DefinitionTarget, Namespace } from './definition.ts';

const QUEUE_NAMESPACE = 'AWS/SQS';
const QUEUE_DIMENSION = 'QueueName';

/**
 * The members `alarms` and `topics` of a file, as `readAlarms.ts` and `readTopics.ts` read them back; empty without any. Left
 * out is what the file could not name: alarms on queues and topics that are not in it.
 * @param queueNames the queues that are written
 */
export function describeAlarms(
  { alarms: target, pools }: Pick<DefinitionTarget, 'alarms' | 'pools'>,
  namespace: Namespace,
  queueNames: ReadonlySet<string>,
): Readonly<Record<string, object>> {
  const topics = target
    .listTopics(namespace)
    .filter(({ subscriptions }) => subscriptions.every(({ queueName }) => queueNames.has(queueName)));
  const topicNames = new Set(topics.map(({ name }) => name));
  const poolNames = new Map(
    pools.all
      .filter(({ name, settings }) => queueNames.has(settings.definition.queue) && !topicNames.has(name))
      .map(({ arn, name }) => [arn, name]),
  );
  const alarms = target
    .list(namespace)
    .filter((settings) => canBeNamed(namespace, settings, queueNames, topicNames))
    .map((settings) => [settings.AlarmName, describeAlarm(namespace, settings, poolNames)]);
  return {
    ...(alarms.length === 0 ? {} : { alarms: Object.fromEntries(alarms) as object }),
    ...(topics.length === 0
      ? {}
      : {
          topics: Object.fromEntries(
            topics.map(({ name, subscriptions }) => [
              name,
              {
                queues: subscriptions.map(({ queueName, isRaw }) =>
                  isRaw ? { queue: queueName, raw: true } : queueName,
                ),
              },
            ]),
          ),
        }),
  };
}

function canBeNamed(
  { region, account }: Namespace,
  settings: AlarmSettings,
  queueNames: ReadonlySet<string>,
  topicNames: ReadonlySet<string>,
): boolean {
  const metrics: readonly GivenMetric[] = [
    settings,
    ...(settings.Metrics ?? []).flatMap(({ MetricStat: stat }) => (stat === undefined ? [] : [stat.Metric])),
  ];
  const queues = metrics.map(findQueue).filter((queue) => queue !== undefined);
  const prefix = topicArnOf(region, account, '');
  const topics = Object.values(ACTION_MEMBERS)
    .flatMap((member) => settings[member] ?? [])
    .filter((action) => isTopicArn(action) && action.startsWith(prefix))
    .map((action) => action.slice(prefix.length));
  return queues.every((queue) => queueNames.has(queue)) && topics.every((topic) => topicNames.has(topic));
}

function describeAlarm(
  namespace: Namespace,
  settings: AlarmSettings,
  poolNames: ReadonlyMap<string, string>,
): object {
  const { AlarmDescription, Metrics, ...rest } = settings;
  const prefix = topicArnOf(namespace.region, namespace.account, '');
  const actions = (member: keyof typeof settings): readonly string[] | undefined => {
    const all = rest[member as 'OKActions'];
    if (all === undefined || all.length === 0) return undefined;
    return all.map((arn) => poolNames.get(arn) ?? (arn.startsWith(prefix) ? arn.slice(prefix.length) : arn));
  };
  return {
    description: AlarmDescription,
    ...(Metrics === undefined
      ? {
          ...describeMetric(settings),
          statistic: rest.Statistic ?? rest.ExtendedStatistic,
          period: rest.Period,
          unit: rest.Unit,
        }
      : { metrics: Metrics.map(describeQuery) }),
    evaluationPeriods: rest.EvaluationPeriods,
    datapointsToAlarm: rest.DatapointsToAlarm,
    comparisonOperator: rest.ComparisonOperator,
    threshold: rest.Threshold,
    treatMissingData: rest.TreatMissingData,
    actionsEnabled: rest.ActionsEnabled,
    alarmActions: actions('AlarmActions'),
    okActions: actions('OKActions'),
    insufficientDataActions: actions('InsufficientDataActions'),
  };
}

function describeQuery({ Id, MetricStat: stat, Expression, Label, ReturnData, Period }: GivenQuery): object {
  const common = { id: Id, label: Label, returnData: ReturnData };
  if (stat === undefined) return { ...common, expression: Expression, period: Period };
  return {
    ...common,
    ...describeMetric(stat.Metric),
    statistic: stat.Stat,
    period: stat.Period,
    unit: stat.Unit,
  };
}

function describeMetric(metric: GivenMetric): object {
  const queue = findQueue(metric);
  if (queue !== undefined) return { queue, metricName: metric.MetricName };
  const dimensions = (metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]);
  return {
    namespace: metric.Namespace,
    metricName: metric.MetricName,
    ...(dimensions.length === 0 ? {} : { dimensions: Object.fromEntries(dimensions) as object }),
  };
}

/** The queue whose metric it is. */
function findQueue({ Namespace: namespace, Dimensions: dimensions = [] }: GivenMetric): string | undefined {
  const [dimension, ...others] = dimensions;
  return namespace === QUEUE_NAMESPACE && dimension?.Name === QUEUE_DIMENSION && others.length === 0
    ? dimension.Value
    : undefined;
}
