import { FUNCTION_NAME, type FunctionDefinition } from './functionDefinition.ts';
import { request, type } from './method.ts';
import type { ProcessCredential } from './processCredential.ts';
import { listOf, shape, text, wholeNumber } from './shape.ts';

export const ENVIRONMENT_NUMBER = wholeNumber(1, Number.MAX_SAFE_INTEGER);

/** Lines of a process, in one report. */
export const MAXIMUM_REPORTED_LINES = 100;
/** UTF-16 units of a line in a report. */
export const MAXIMUM_REPORTED_LENGTH = 4096;
export const LINES = listOf(text(MAXIMUM_REPORTED_LENGTH), MAXIMUM_REPORTED_LINES);
/** Invocations in one order `report`, and in one answer to it. */
export const MAXIMUM_ENDED_INVOCATIONS = 10;

/** What the runner of a function is to do with the process of an environment, or of several. */
export type FunctionOrder =
  | {
      readonly order: 'start';
      readonly environment: number;
      /** `<function> #<number>`. */
      readonly environmentName: string;
      readonly credential: ProcessCredential;
      /** The definition that is valid now, with all default values filled in. */
      readonly definition: FunctionDefinition;
      readonly folder?: string;
      /** Host and port of its Runtime API: the value of `AWS_LAMBDA_RUNTIME_API`. */
      readonly runtimeApi: string;
      /** The value of `AWS_LAMBDA_LOG_STREAM_NAME`. */
      readonly logStream: string;
    }
  /** SIGSTOP for the whole process group, until `thaw`. Only sent to a runner that can do that. */
  | { readonly order: 'freeze'; readonly environment: number }
  /** SIGCONT. */
  | { readonly order: 'thaw'; readonly environment: number }
  /** SIGTERM, and SIGCONT if it is frozen. The broker orders `kill` when the grace period is over. */
  | { readonly order: 'stop'; readonly environment: number; readonly graceMs: number }
  /** SIGKILL, now. */
  | { readonly order: 'kill'; readonly environment: number }
  /** Invocations are over: report the lines of their processes that were written before now, even if there are none. */
  | { readonly order: 'report'; readonly invocations: readonly EndedInvocation[] };

/** An invocation that is over. */
export interface EndedInvocation {
  /** Whose process has processed it. */
  readonly environment: number;
  readonly requestId: string;
}

export type FunctionOrderParams = FunctionOrder & { readonly name: string };

/**
 * Answers the order `report`, in one or several parts: all that processes wrote before the ends of these invocations has been
 * reported. Environments that no longer run are ignored.
 */
export const reportFunctionLines = request('queueside/function/reportLines', {
  params: shape({
    name: FUNCTION_NAME,
    /** With the lines that were not reported before, the oldest first. */
    invocations: listOf(
      shape({ environment: ENVIRONMENT_NUMBER, requestId: text(64, 1), lines: LINES }),
      MAXIMUM_ENDED_INVOCATIONS,
    ),
  }),
  result: type<null>(),
  stores: 'nothing',
});
