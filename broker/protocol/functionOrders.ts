import type { FunctionDefinition } from './functionDefinition.ts';
import type { ProcessCredential } from './processCredential.ts';

/** What the runner of a function is to do with the process of an environment. */
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
  /** An invocation is over: report the lines that were written before now, with its request ID, even if there are none. */
  | { readonly order: 'report'; readonly environment: number; readonly requestId: string };

export type FunctionOrderParams = FunctionOrder & { readonly name: string };
