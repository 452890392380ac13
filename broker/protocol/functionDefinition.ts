import * as l10n from '@vscode/l10n';
import { NAME } from './commonShapes.ts';
import { FUNCTION_FAULTS } from './functionFaults.ts';
import { MAXIMUM_FILTERS } from './mappingLimits.ts';
import {
  dictionaryOf,
  listOf,
  matching,
  oneOf,
  optional,
  orNull,
  shape,
  text,
  type TypeOf,
  wholeNumber,
  yesOrNo,
} from './shape.ts';

/** Functions of one broker. */
export const MAXIMUM_FUNCTIONS = 100;
/** Environments of one function that run at the same time here. */
export const MAXIMUM_ENVIRONMENTS = 100;
/** Mappings that one function of a file may have. */
export const MAXIMUM_OWN_MAPPINGS = 10;

/** What is true of a function whose definition does not say otherwise: the values of the service, and ours for what it lacks. */
export const FUNCTION_DEFAULTS = {
  directory: '.',
  /** s */
  timeout: 3,
  /** MB */
  memory: 128,
  environments: 10,
} as const;

export const FUNCTION_NAME = matching(/^[\w-]{1,64}$/, () =>
  l10n.t('1 to 64 letters, digits, hyphens and underscores'),
);

/** The runtimes that can run here, in the names of the service. */
export const FUNCTION_RUNTIMES = [
  'nodejs20.x',
  'nodejs22.x',
  'nodejs24.x',
  'python3.9',
  'python3.10',
  'python3.11',
  'python3.12',
  'python3.13',
  'python3.14',
  'java11',
  'java17',
  'java21',
  'java25',
  'dotnet8',
  'dotnet10',
  'provided.al2',
  'provided.al2023',
] as const;
export type FunctionRuntime = (typeof FUNCTION_RUNTIMES)[number];

/** An event source mapping of a function, in the file of its function. */
const MAPPING_DEFINITION = shape({
  /** The name of a queue in the broker's own account and region. */
  queue: text(80, 1),
  /** 1-10,000; FIFO queues: at most 10. Default: 10. */
  batchSize: optional(wholeNumber(1, 10_000)),
  /** s, 0-300; FIFO queues: 0. More than 10 messages need at least 1. Default: 0. */
  window: optional(wholeNumber(0, 300)),
  /** Event patterns as JSON text; a message must match one of them. */
  filters: optional(listOf(text(4096), MAXIMUM_FILTERS)),
  /** `MaximumConcurrency`: batches at the same time, 2-1,000. */
  maximumConcurrency: optional(wholeNumber(2, 1000)),
  /** Whether the function may say which messages of a batch failed. Default: false. */
  reportBatchItemFailures: optional(yesOrNo()),
  /** Provisioned mode; excludes `maximumConcurrency`. */
  provisionedPollers: optional(
    shape({ minimum: optional(wholeNumber(2, 200)), maximum: optional(wholeNumber(2, 10_000)) }),
  ),
  /** Default: true. */
  enabled: optional(yesOrNo()),
});

export type MappingDefinition = TypeOf<typeof MAPPING_DEFINITION>;

/**
 * A function: how its environments are started, and the queues that invoke it. The broker checks afterwards what the members
 * say together, such as a handler that the runtime needs.
 */
const MEMBERS = {
  name: FUNCTION_NAME,
  runtime: oneOf(FUNCTION_RUNTIMES),
  /** In the form of its runtime, such as `orders.handler`. The `provided` runtimes need none. */
  handler: optional(text(128, 1)),
  /** The folder of its code, from the folder of the file. Default: that folder. */
  directory: optional(NAME),
  /** For `provided` and `dotnet` runtimes: a command line that starts the environment. Default: `./bootstrap`. */
  command: optional(text(8192, 1)),
  /** Variables of its environments, by name. */
  environment: optional(dictionaryOf(text(4096), 100)),
  /** s, 1-5,400. Default: 3. */
  timeout: optional(wholeNumber(1, 5400)),
  /** MB, 128-32,768. Default: 128. */
  memory: optional(wholeNumber(128, 32_768)),
  /** `ReservedConcurrentExecutions`: more invocations than this are throttled. Default: no limit but `environments`. */
  reservedConcurrency: optional(wholeNumber(0, 1000)),
  /** Environments that run at the same time on this machine; more invocations wait for one. Default: 10. */
  environments: optional(wholeNumber(1, MAXIMUM_ENVIRONMENTS)),
  /** The queues that invoke it. */
  mappings: optional(listOf(MAPPING_DEFINITION, MAXIMUM_OWN_MAPPINGS)),
};
export const FUNCTION_DEFINITION = shape(MEMBERS);

/** A function as a file has it. */
export const DECLARED_FUNCTION = shape({
  ...MEMBERS,
  /** Faults from when the file is applied until they are removed there. `null` also ends those set by hand. */
  faults: optional(orNull(FUNCTION_FAULTS)),
});

export type DeclaredFunction = TypeOf<typeof DECLARED_FUNCTION>;
export type FunctionDefinition = TypeOf<typeof FUNCTION_DEFINITION>;
