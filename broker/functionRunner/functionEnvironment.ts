import { createUserEnvironment } from '../programs/childEnvironment.ts';
import { listEndpointVariables, type Variables } from '../programs/endpointVariables.ts';
import { listProxyBypass } from '../programs/proxyBypass.ts';
import type { BrokerInfo } from '../protocol/broker.ts';
import type { FunctionDefinition } from '../protocol/functionDefinition.ts';
import type { ProcessCredential } from '../protocol/processCredential.ts';
import { findRuntime } from './runtimes.ts';

export interface FunctionEnvironmentOptions {
  /** That of the program that runs the function. */
  readonly inherited: NodeJS.ProcessEnv;
  readonly broker: Pick<BrokerInfo, 'endpoint' | 'secureEndpoint' | 'region'>;
  /** Variables by which a program trusts the endpoint. */
  readonly trust?: Readonly<Record<string, string>>;
  /** With all default values filled in. */
  readonly definition: FunctionDefinition;
  readonly credential: ProcessCredential;
  /** `host:port`. */
  readonly runtimeApi: string;
  readonly logStream: string;
  /** The folder of the code, absolute. */
  readonly taskRoot: string;
  /** The folder of our own loops, absolute. */
  readonly loops: string;
}

/**
 * The environment of a function's process (docs/functions.md): as a launch gets it, then the variables of its definition, then
 * those that the service reserves, which a definition cannot change.
 */
export function createFunctionEnvironment(options: FunctionEnvironmentOptions): NodeJS.ProcessEnv {
  const { inherited, broker, trust = {}, definition, credential } = options;
  const own = definition.environment ?? {};
  const endpoints = listEndpointVariables(broker, credential, trust);
  return createUserEnvironment(
    inherited,
    endpoints,
    {
      AWS_ENDPOINT_URL_LAMBDA: endpoints['AWS_ENDPOINT_URL_SQS'] as string,
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      AWS_LAMBDA_LOG_FORMAT: 'Text',
    },
    own,
    listProxyBypass([own, inherited]),
    listReserved(options, endpoints),
  );
}

function listReserved(options: FunctionEnvironmentOptions, endpoints: Variables): Variables {
  const { definition, runtimeApi, logStream, taskRoot, loops } = options;
  const { name, runtime, handler = '', memory } = definition;
  const reserved = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  return {
    ...Object.fromEntries(reserved.map((each) => [each, endpoints[each] as string])),
    AWS_SESSION_TOKEN: null,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    _HANDLER: handler,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV:
      findRuntime(runtime)?.hasExecutionEnvironment === true ? `AWS_Lambda_${runtime}` : null,
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: loops,
    // Set by the loops, for each invocation.
    _X_AMZN_TRACE_ID: null,
    // It would allow more than one invocation at once.
    AWS_LAMBDA_MAX_CONCURRENCY: null,
  };
}
