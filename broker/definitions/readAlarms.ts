import * as l10n from '@vscode/l10n';
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { MAXIMUM_ACTIONS } from '../alarms/settings.ts';
import type { GivenDimension, GivenQuery } from '../metrics/queries.ts';
import type { AlarmDefinition } from './alarmDefinition.ts';
import type { JsonReader, MemberReader } from './jsonReader.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const QUEUE_NAMESPACE = 'AWS/SQS';
const QUEUE_DIMENSION = 'QueueName';
/** As many as an alarm may have in the service. */
const MAXIMUM_METRICS = 10;

/** Where a metric is read that a member of the file names. */
interface MetricSource {
  namespace?: string;
  metricName?: string;
  dimensions?: readonly GivenDimension[];
}

/** Reads an alarm; whether its values go together is for the check of alarms to find out. */
export function readAlarm(reader: JsonReader, name: string, node: Node): AlarmDefinition {
  const settings: Mutable<AlarmDefinition['settings']> = { AlarmName: name };
  const source: MetricSource = {};
  const queues: string[] = [];
  const text = (set: (value: string) => void, what: string): MemberReader => {
    return (value) => {
      const read = reader.readText(value, what);
      if (read !== undefined) set(read);
    };
  };
  const number = (set: (value: number) => void, what: string): MemberReader => {
    return (value) => {
      const read = reader.readNumber(value, what);
      if (read !== undefined) set(read);
    };
  };
  const actions = (
    member: 'OKActions' | 'AlarmActions' | 'InsufficientDataActions',
    what: string,
  ): MemberReader => {
    return (value) => {
      settings[member] = readTexts(reader, value, what, MAXIMUM_ACTIONS);
    };
  };
  reader.readMembers(node, l10n.t('An alarm'), {
    description: text((value) => (settings.AlarmDescription = value), 'description'),
    ...readSource(reader, source, queues),
    statistic: text((value) => {
      // The file has one member for both kinds of statistics.
      if (/^[A-Z][a-z]+(?:[A-Z][a-z]+)?$/.test(value)) settings.Statistic = value;
      else settings.ExtendedStatistic = value;
    }, 'statistic'),
    period: number((value) => (settings.Period = value), 'period'),
    unit: text((value) => (settings.Unit = value), 'unit'),
    metrics: (value) => {
      settings.Metrics = reader
        .readElements(value, 'metrics', MAXIMUM_METRICS, (element) => readQuery(reader, element, queues))
        .flat();
    },
    comparisonOperator: text((value) => (settings.ComparisonOperator = value), 'comparisonOperator'),
    threshold: number((value) => (settings.Threshold = value), 'threshold'),
    evaluationPeriods: number((value) => (settings.EvaluationPeriods = value), 'evaluationPeriods'),
    datapointsToAlarm: number((value) => (settings.DatapointsToAlarm = value), 'datapointsToAlarm'),
    treatMissingData: text((value) => (settings.TreatMissingData = value), 'treatMissingData'),
    actionsEnabled: (value) => {
      if (value.type === 'boolean') settings.ActionsEnabled = value.value as boolean;
      else reader.note(value, l10n.t('{0} must be true or false.', 'actionsEnabled'));
    },
    alarmActions: actions('AlarmActions', 'alarmActions'),
    okActions: actions('OKActions', 'okActions'),
    insufficientDataActions: actions('InsufficientDataActions', 'insufficientDataActions'),
  });
  if (source.namespace !== undefined) settings.Namespace = source.namespace;
  if (source.metricName !== undefined) settings.MetricName = source.metricName;
  if (source.dimensions !== undefined) settings.Dimensions = source.dimensions;
  return { name, settings, queues };
}

/** The members that say which metric it is: of a queue, or any other. */
function readSource(
  reader: JsonReader,
  source: MetricSource,
  queues: string[],
): Readonly<Record<string, MemberReader>> {
  return {
    queue: (value) => {
      const queue = reader.readText(value, 'queue');
      if (queue === undefined) return;
      queues.push(queue);
      source.namespace = QUEUE_NAMESPACE;
      source.dimensions = [{ Name: QUEUE_DIMENSION, Value: queue }];
    },
    namespace: (value) => {
      const namespace = reader.readText(value, 'namespace');
      if (namespace !== undefined) source.namespace = namespace;
    },
    metricName: (value) => {
      const metricName = reader.readText(value, 'metricName');
      if (metricName !== undefined) source.metricName = metricName;
    },
    dimensions: (value) => {
      const dimensions: GivenDimension[] = [];
      reader.readEntries(value, 'dimensions', (Name, element) => {
        const Value = reader.readText(element, l10n.t('The dimension {0}', JSON.stringify(Name)));
        if (Value !== undefined) dimensions.push({ Name, Value });
      });
      source.dimensions = dimensions;
    },
  };
}

/** A metric or an expression of an alarm; none where its ID is missing. */
function readQuery(reader: JsonReader, node: Node, queues: string[]): GivenQuery[] {
  const source: MetricSource = {};
  const query: Mutable<GivenQuery> = { Id: '' };
  let stat: string | undefined;
  let period: number | undefined;
  let unit: string | undefined;
  reader.readMembers(node, l10n.t('An element of metrics'), {
    id: (value) => {
      query.Id = reader.readText(value, 'id') ?? '';
    },
    ...readSource(reader, source, queues),
    statistic: (value) => {
      stat = reader.readText(value, 'statistic');
    },
    period: (value) => {
      period = reader.readNumber(value, 'period');
    },
    unit: (value) => {
      unit = reader.readText(value, 'unit');
    },
    expression: (value) => {
      query.Expression = reader.readText(value, 'expression');
    },
    label: (value) => {
      query.Label = reader.readText(value, 'label');
    },
    returnData: (value) => {
      if (value.type === 'boolean') query.ReturnData = value.value as boolean;
      else reader.note(value, l10n.t('{0} must be true or false.', 'returnData'));
    },
  });
  if (findNodeAtLocation(node, ['id']) === undefined) {
    reader.note(node, l10n.t('An element of metrics must have an "id".'));
    return [];
  }
  if (query.Expression !== undefined) return [{ ...query, Period: period }];
  const Metric = {
    Namespace: source.namespace,
    MetricName: source.metricName,
    Dimensions: source.dimensions,
  };
  return [{ ...query, MetricStat: { Metric, Stat: stat ?? '', Period: period ?? 0, Unit: unit } }];
}

function readTexts(reader: JsonReader, node: Node, what: string, maximum: number): string[] {
  return reader
    .readElements(
      node,
      what,
      maximum,
      (element) => reader.readText(element, l10n.t('An element of {0}', what)) ?? [],
    )
    .flat();
}
