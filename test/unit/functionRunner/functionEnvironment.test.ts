import assert from 'node:assert/strict';
import {
  createFunctionEnvironment,
  type FunctionEnvironmentOptions,
} from '../../../broker/functionRunner/functionEnvironment.ts';

const OPTIONS: FunctionEnvironmentOptions = {
  inherited: { PATH: '/bin', HOME: '/home/anna' },
  broker: { endpoint: 'http://127.0.0.1:9324', region: 'eu-west-1' },
  definition: { name: 'thumbnails', runtime: 'nodejs24.x', handler: 'app.handler', memory: 512 },
  credential: { accessKeyId: 'AKIDFUNCTION', secretAccessKey: 'secret' },
  runtimeApi: '127.0.0.1:4711',
  logStream: '2026/11/28/[$LATEST]0123456789abcdef0123456789abcdef',
  taskRoot: '/work/thumbnails',
  loops: '/opt/queueside/runtimes',
};

/** Those that the service reserves: the values here. */
const RESERVED = {
  AWS_LAMBDA_RUNTIME_API: '127.0.0.1:4711',
  _HANDLER: 'app.handler',
  AWS_LAMBDA_FUNCTION_NAME: 'thumbnails',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/thumbnails',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/28/[$LATEST]0123456789abcdef0123456789abcdef',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDFUNCTION',
  AWS_SECRET_ACCESS_KEY: 'secret',
  LAMBDA_TASK_ROOT: '/work/thumbnails',
  LAMBDA_RUNTIME_DIR: '/opt/queueside/runtimes',
};

/** Those that a function must not have. */
const WITHOUT = ['AWS_SESSION_TOKEN', 'AWS_LAMBDA_MAX_CONCURRENCY', '_X_AMZN_TRACE_ID', 'AWS_PROFILE'];

function create(options: Partial<FunctionEnvironmentOptions> = {}): NodeJS.ProcessEnv {
  return createFunctionEnvironment({ ...OPTIONS, ...options });
}

describe('the environment of a function', () => {
  it('has what the shell has, the endpoints of the broker, and the variables of Lambda', () => {
    const loopback = 'localhost,127.0.0.1,::1,[::1]';
    assert.deepEqual(create(), {
      PATH: '/bin',
      HOME: '/home/anna',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9324',
      AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:9324',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
      AWS_USE_DUALSTACK_ENDPOINT: 'false',
      AWS_USE_FIPS_ENDPOINT: 'false',
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      AWS_LAMBDA_LOG_FORMAT: 'Text',
      NO_PROXY: loopback,
      no_proxy: loopback,
      ...RESERVED,
    });
  });

  it('has the variables of its definition, which come before those of the shell', () => {
    const environment = { TABLE: 'orders', AWS_LAMBDA_LOG_FORMAT: 'JSON' };
    const made = create({
      inherited: { TABLE: 'of the shell' },
      definition: { ...OPTIONS.definition, environment },
    });
    assert.equal(made['TABLE'], 'orders');
    assert.equal(made['AWS_LAMBDA_LOG_FORMAT'], 'JSON');
  });

  it('has the reserved variables, whatever shell and definition say', () => {
    const names = [...Object.keys(RESERVED), ...WITHOUT];
    const others = Object.fromEntries(names.map((name) => [name, 'other']));
    const made = create({ inherited: others, definition: { ...OPTIONS.definition, environment: others } });
    const { AWS_PROFILE, ...rest } = Object.fromEntries(names.map((name) => [name, made[name]]));
    // A definition may name a profile: it is no reserved name.
    assert.equal(AWS_PROFILE, 'other');
    const absent = WITHOUT.filter((name) => name !== 'AWS_PROFILE').map((name) => [name, undefined]);
    assert.deepEqual(rest, { ...RESERVED, ...Object.fromEntries(absent) });
  });

  it('does not have the profile and the token of the shell', () => {
    const made = create({
      inherited: { AWS_PROFILE: 'work', AWS_SESSION_TOKEN: 'token', QUEUESIDE_TOKEN: 'x' },
    });
    for (const name of [...WITHOUT, 'QUEUESIDE_TOKEN']) assert.equal(name in made, false, name);
  });

  it('calls the broker directly, also if its definition names a proxy', () => {
    const environment = { HTTPS_PROXY: 'http://proxy:8080', NO_PROXY: 'internal' };
    const made = create({ definition: { ...OPTIONS.definition, environment } });
    assert.equal(made['NO_PROXY'], 'internal,localhost,127.0.0.1,::1,[::1]');
  });

  const executionEnvironments = [
    ['nodejs20.x', 'AWS_Lambda_nodejs20.x'],
    ['python3.13', 'AWS_Lambda_python3.13'],
    ['java21', 'AWS_Lambda_java21'],
    ['dotnet8', 'AWS_Lambda_dotnet8'],
    ['provided.al2023', undefined],
  ] as const;
  for (const [runtime, expected] of executionEnvironments) {
    it(`says ${expected ?? 'nothing'} as AWS_EXECUTION_ENV of ${runtime}`, () => {
      const made = create({ definition: { ...OPTIONS.definition, runtime } });
      assert.equal(made['AWS_EXECUTION_ENV'], expected);
      assert.equal('AWS_EXECUTION_ENV' in made, expected !== undefined);
    });
  }
});
