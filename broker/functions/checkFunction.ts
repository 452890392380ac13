import * as l10n from '@vscode/l10n';
import {
  type FunctionDefinition,
  type FunctionRuntime,
  type MappingDefinition,
} from '../protocol/functionDefinition.ts';
import {
  findMappingConflicts,
  type MappingConflict,
  MAXIMUM_SMALL_BATCH,
} from '../protocol/mappingConflicts.ts';
import { DEFAULT_POLLERS, WINDOW_TOO_SHORT } from '../protocol/mappingLimits.ts';

/** What the members of a definition say together that cannot be. */
export interface FunctionProblem {
  /** Of the member in the definition. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Variables that the service sets, and that a configuration cannot. */
const RESERVED_VARIABLES: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);
const FIFO_SUFFIX = '.fifo';

/** Checks a definition whose members are what they should be, each on its own. */
export function checkFunction(definition: FunctionDefinition): readonly FunctionProblem[] {
  const { runtime, handler, command, environment = {}, mappings = [] } = definition;
  const problems: FunctionProblem[] = [];
  if (handler === undefined && needsHandler(runtime, command)) {
    problems.push({
      path: [],
      message: l10n.t('A function with the runtime {0} must have a "handler".', runtime),
    });
  }
  if (command !== undefined && !takesCommand(runtime)) {
    const message = l10n.t('The runtime {0} has no "command": it starts the "handler".', runtime);
    problems.push({ path: ['command'], message });
  }
  for (const name of Object.keys(environment)) {
    if (!RESERVED_VARIABLES.has(name)) continue;
    const message = l10n.t('The environment variable {0} is reserved: Lambda sets it.', name);
    problems.push({ path: ['environment', name], message });
  }
  const queues = new Set<string>();
  for (const [index, mapping] of mappings.entries()) {
    const path = ['mappings', index];
    if (queues.has(mapping.queue)) {
      const message = l10n.t('The queue {0} already invokes this function.', mapping.queue);
      problems.push({ path: [...path, 'queue'], message });
    }
    queues.add(mapping.queue);
    problems.push(
      ...checkMapping(mapping).map((problem) => ({ ...problem, path: [...path, ...problem.path] })),
    );
  }
  return problems;
}

function takesCommand(runtime: FunctionRuntime): boolean {
  return runtime.startsWith('provided') || runtime.startsWith('dotnet');
}

function needsHandler(runtime: FunctionRuntime, command: string | undefined): boolean {
  return !takesCommand(runtime) || (runtime.startsWith('dotnet') && command === undefined);
}

/** Where the file has it, and how it is said there. */
const CONFLICTS: Readonly<Record<MappingConflict, (mapping: MappingDefinition) => FunctionProblem>> = {
  fifoBatch: () => ({
    path: ['batchSize'],
    message: l10n.t('A batch of a FIFO queue has at most {0} messages.', MAXIMUM_SMALL_BATCH),
  }),
  fifoWindow: () => ({ path: ['window'], message: l10n.t('A FIFO queue has no batching window.') }),
  windowTooShort: () => ({ path: ['batchSize'], message: WINDOW_TOO_SHORT }),
  concurrencyAndPollers: () => ({
    path: ['maximumConcurrency'],
    message: l10n.t('A mapping has "maximumConcurrency" or "provisionedPollers", and not both.'),
  }),
  pollersReversed: ({ provisionedPollers: { minimum = DEFAULT_POLLERS.minimum } = {} }) => ({
    path: ['provisionedPollers', 'maximum'],
    message: l10n.t('"maximum" must not be less than "minimum", which is {0}.', minimum),
  }),
};

function checkMapping(mapping: MappingDefinition): readonly FunctionProblem[] {
  const conflicts = findMappingConflicts(mapping, mapping.queue.endsWith(FIFO_SUFFIX));
  return conflicts.map((conflict) => CONFLICTS[conflict](mapping));
}
