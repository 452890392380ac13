import {
  boolean,
  list,
  map,
  type Members,
  oneOf,
  optional,
  required,
  structure,
  type StructureShape,
  text,
  whole,
} from '../calls/shapes/shape.ts';
import { MAXIMUM_FILTERS } from '../protocol/mappingLimits.ts';

/** All that there is to say about an operation beside what it does. */
export interface OperationDeclaration {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With labels, which are members of the input: `/path/{Member}`. */
  readonly path: string;
  readonly input: StructureShape<Members>;
  /** Members of the input that are in the query of the URL. */
  readonly inQuery?: readonly string[];
  /** HTTP status of success. */
  readonly status: number;
  /** What policies name; default: the whole service. */
  readonly resource?: 'mapping' | 'function' | 'tagged';
  /** As policies call it, if that is not its name. */
  readonly action?: string;
  /** Its change survives the broker: the answer waits until it is stored. */
  readonly stores?: true;
}

const MAPPINGS = '/2015-03-31/event-source-mappings';
const TAGS = '/2017-03-31/tags/{Resource}';

const functionName = text(1, 256);
const arn = text(1, 1024);
const tags = map(text(0, 256), text(1, 128), 50);

/** What can be set of a mapping, as far as it is about queues. */
const settings = {
  Enabled: optional(boolean),
  BatchSize: optional(whole(1, 10_000)),
  MaximumBatchingWindowInSeconds: optional(whole(0, 300)),
  FilterCriteria: optional(
    structure({
      Filters: optional(list(structure({ Pattern: optional(text(0, 4096)) }), 0, MAXIMUM_FILTERS)),
    }),
  ),
  FunctionResponseTypes: optional(list(oneOf('ReportBatchItemFailures'), 0, 1)),
  ScalingConfig: optional(structure({ MaximumConcurrency: optional(whole(2, 1000)) })),
  ProvisionedPollerConfig: optional(
    structure({
      MinimumPollers: optional(whole(1, 200)),
      MaximumPollers: optional(whole(1, 10_000)),
    }),
  ),
  MetricsConfig: optional(
    structure({ Metrics: optional(list(oneOf('EventCount', 'ErrorCount', 'KafkaMetrics'), 0, 3)) }),
  ),
  KMSKeyArn: optional(text(0, 2048)),
};

/** The operations that are served; there is no other list. */
export const OPERATIONS = {
  CreateEventSourceMapping: {
    method: 'POST',
    path: MAPPINGS,
    input: structure({
      ...settings,
      FunctionName: required(functionName),
      EventSourceArn: optional(text(0, 1024)),
      Tags: optional(tags),
    }),
    status: 202,
    stores: true,
  },
  UpdateEventSourceMapping: {
    method: 'PUT',
    path: `${MAPPINGS}/{UUID}`,
    input: structure({ ...settings, UUID: required(text()), FunctionName: optional(functionName) }),
    status: 202,
    resource: 'mapping',
    stores: true,
  },
  GetEventSourceMapping: {
    method: 'GET',
    path: `${MAPPINGS}/{UUID}`,
    input: structure({ UUID: required(text()) }),
    status: 200,
    resource: 'mapping',
  },
  DeleteEventSourceMapping: {
    method: 'DELETE',
    path: `${MAPPINGS}/{UUID}`,
    input: structure({ UUID: required(text()) }),
    status: 202,
    resource: 'mapping',
    stores: true,
  },
  ListEventSourceMappings: {
    method: 'GET',
    path: MAPPINGS,
    input: structure({
      EventSourceArn: optional(text(0, 1024)),
      FunctionName: optional(functionName),
      Marker: optional(text()),
      MaxItems: optional(whole(1, 10_000)),
    }),
    inQuery: ['EventSourceArn', 'FunctionName', 'Marker', 'MaxItems'],
    status: 200,
  },
  Invoke: {
    method: 'POST',
    path: '/2015-03-31/functions/{FunctionName}/invocations',
    input: structure({ FunctionName: required(text(1, 170)), Qualifier: optional(text(1, 128)) }),
    inQuery: ['Qualifier'],
    status: 200,
    resource: 'function',
    action: 'InvokeFunction',
  },
  ListTags: {
    method: 'GET',
    path: TAGS,
    input: structure({ Resource: required(arn) }),
    status: 200,
    resource: 'tagged',
  },
  TagResource: {
    method: 'POST',
    path: TAGS,
    input: structure({ Resource: required(arn), Tags: required(tags) }),
    status: 204,
    resource: 'tagged',
    stores: true,
  },
  UntagResource: {
    method: 'DELETE',
    path: TAGS,
    input: structure({ Resource: required(arn), TagKeys: required(list(text(1, 128), 0, 50)) }),
    inQuery: ['tagKeys'],
    status: 204,
    resource: 'tagged',
    stores: true,
  },
} satisfies Readonly<Record<string, OperationDeclaration>>;
export type OperationName = keyof typeof OPERATIONS;

/** Of the inputs that set a mapping, beside what {@link OPERATIONS} has: what is about sources that are no queues. */
export const NOT_FOR_QUEUES = [
  'AmazonManagedKafkaEventSourceConfig',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'DocumentDBEventSourceConfig',
  'LoggingConfig',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'Queues',
  'SelfManagedEventSource',
  'SelfManagedKafkaEventSourceConfig',
  'SourceAccessConfigurations',
  'StartingPosition',
  'StartingPositionTimestamp',
  'Topics',
  'TumblingWindowInSeconds',
] as const;
