import { FUNCTION_DEFAULTS, type FunctionDefinition } from '../protocol/functionDefinition.ts';
import { MAPPING_DEFAULTS } from '../protocol/mappingLimits.ts';

/** A definition, and what follows from it. */
export interface FunctionSettings {
  /** As it was given. */
  readonly given: FunctionDefinition;
  /** With everything filled in. */
  readonly definition: FunctionDefinition;
  readonly timeoutMs: number;
  /** MB. */
  readonly memory: number;
  /** Environments at the same time. */
  readonly environments: number;
  /** Invocations at the same time; undefined: no limit. */
  readonly reservedConcurrency: number | undefined;
  /** Tells whether two definitions start the same process. */
  readonly process: string;
}

/** Where a function comes from. */
export interface FunctionOrigin {
  /** The file that declares it; undefined: a client. */
  readonly source: string | undefined;
  readonly folder: string | undefined;
}

/** @param given a definition that was checked */
export function readFunctionSettings(given: FunctionDefinition): FunctionSettings {
  const { mappings } = given;
  const definition = {
    ...FUNCTION_DEFAULTS,
    ...given,
    ...(mappings === undefined
      ? {}
      : { mappings: mappings.map((mapping) => ({ ...MAPPING_DEFAULTS, ...mapping })) }),
  };
  const { runtime, handler, directory, command, environment, memory, timeout } = definition;
  return {
    given,
    definition,
    timeoutMs: timeout * 1000,
    memory,
    environments: definition.environments,
    reservedConcurrency: definition.reservedConcurrency,
    // A process reads its timeout from each event, so another one needs no other process.
    process: JSON.stringify([runtime, handler, directory, command, environment, memory]),
  };
}
