import assert from 'node:assert/strict';
import { listProxyBypass } from '../../../broker/programs/proxyBypass.ts';
import { readEnvironment, readFileVariables } from '../../../extension/launch/environment.ts';
import { createAccessKeyId } from '../../../broker/protocol/accessKeyId.ts';
import { findAccessKeyId, inject, wantsInjection } from '../../../extension/launch/injection.ts';

type Launch = Parameters<typeof inject>[0];

const ACCESS_KEY_ID = createAccessKeyId(new Uint8Array(17));
const INJECTION = {
  endpoint: 'http://127.0.0.1:9324',
  region: 'eu-west-1',
  accessKeyId: ACCESS_KEY_ID,
  trust: {},
  proxyBypass: {},
};
const ADDED = {
  AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9324',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: ACCESS_KEY_ID,
  AWS_SECRET_ACCESS_KEY: 'queueside-local-secret',
};
/** What js-debug takes for: not even when inherited. */
const UNSET = { AWS_PROFILE: null, AWS_SESSION_TOKEN: null, AWS_CREDENTIAL_EXPIRATION: null };

function makeLaunch(more: Record<string, unknown> = {}): Launch {
  return { type: 'node', name: 'worker', request: 'launch', ...more };
}

describe('the injection into launches', () => {
  it('adds what is missing and leaves the given configuration alone', () => {
    const launch = makeLaunch({ env: { NODE_ENV: 'test' } });
    assert.deepEqual(inject(launch, INJECTION, []), {
      ...launch,
      env: { NODE_ENV: 'test', ...ADDED, ...UNSET },
    });
    assert.deepEqual(launch.env, { NODE_ENV: 'test' });
  });

  it('leads to CloudWatch only if the broker has alarms, and to Lambda only if it has functions', () => {
    const variables = (hasAlarms: boolean, hasFunctions: boolean) =>
      inject(makeLaunch(), { ...INJECTION, used: { hasAlarms, hasFunctions } }, [])['env'] as object;
    const [toCloudWatch, toLambda] = ['CLOUDWATCH', 'LAMBDA'].map((service) => ({
      [`AWS_ENDPOINT_URL_${service}`]: 'http://127.0.0.1:9324',
    }));
    assert.deepEqual(variables(true, false), { ...ADDED, ...UNSET, ...toCloudWatch });
    assert.deepEqual(variables(false, true), { ...ADDED, ...UNSET, ...toLambda });
    assert.deepEqual(variables(false, false), { ...ADDED, ...UNSET });
  });

  it('happens once, however often the resolver is asked', () => {
    const once = inject(makeLaunch(), INJECTION, []);
    assert.equal(wantsInjection(once, []), false);
  });

  for (const [name, launch, fileVariables] of [
    ['an attach', makeLaunch({ request: 'attach' }), []],
    ['a browser', makeLaunch({ type: 'pwa-chrome' }), []],
    ['a function, whose environments are launches', makeLaunch({ type: 'queueside-function' }), []],
    ['a target inside a launch', makeLaunch({ __pendingTargetId: '1' }), []],
    ['an endpoint for SQS', makeLaunch({ env: { AWS_ENDPOINT_URL_SQS: 'http://mine' } }), []],
    ['an endpoint for everything', makeLaunch({ env: { AWS_ENDPOINT_URL: 'http://mine' } }), []],
    ['an endpoint for another service', makeLaunch({ env: { AWS_ENDPOINT_URL_S3: 'http://mine' } }), []],
    ['an endpoint that is empty', makeLaunch({ env: { AWS_ENDPOINT_URL: '' } }), []],
    ['a refusal of endpoints', makeLaunch({ env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' } }), []],
    ['an endpoint in envFile', makeLaunch(), ['AWS_ENDPOINT_URL']],
  ] as const) {
    it(`leaves a launch alone with ${name}`, () => {
      assert.equal(wantsInjection(launch, fileVariables), false);
    });
  }

  for (const set of [
    { AWS_ACCESS_KEY_ID: 'mine' },
    { AWS_SECRET_ACCESS_KEY: 'mine' },
    { AWS_SESSION_TOKEN: 'mine' },
    { AWS_PROFILE: 'mine' },
  ]) {
    it(`adds no credentials beside ${Object.keys(set).join()}`, () => {
      for (const [launch, fileVariables] of [
        [makeLaunch({ env: set }), []],
        [makeLaunch(), Object.keys(set)],
      ] as const) {
        assert.ok(wantsInjection(launch, fileVariables));
        const env = readEnvironment(inject(launch, INJECTION, fileVariables));
        assert.equal(env.AWS_ENDPOINT_URL_SQS, INJECTION.endpoint);
        const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE } = env;
        const present = { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE };
        const kept = Object.fromEntries(Object.entries(present).filter(([, value]) => value !== undefined));
        assert.deepEqual(kept, fileVariables.length > 0 ? {} : set);
      }
    });
  }

  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    it(`adds no region beside ${name}`, () => {
      const env = readEnvironment(inject(makeLaunch({ env: { [name]: 'mine' } }), INJECTION, []));
      const other = name === 'AWS_REGION' ? 'AWS_DEFAULT_REGION' : 'AWS_REGION';
      assert.deepEqual([env[name], env[other]], ['mine', undefined]);
    });
  }

  it('adds no credentials when it has none to give', () => {
    const injection = { endpoint: 'http://here', region: 'eu-west-1', trust: {}, proxyBypass: {} };
    const env = readEnvironment(inject(makeLaunch(), injection, []));
    assert.deepEqual(Object.keys(env), ['AWS_ENDPOINT_URL_SQS', 'AWS_REGION', 'AWS_DEFAULT_REGION']);
  });

  for (const [name, launch] of [
    ['an object', makeLaunch({ env: { A: '1' } })],
    ['assignments', makeLaunch({ type: 'lldb-dap', env: ['A=1'] })],
    ['assignments that are missing', makeLaunch({ type: 'lldb-dap' })],
    ['pairs', makeLaunch({ type: 'cppdbg', environment: [{ name: 'A', value: '1' }] })],
    ['nothing', makeLaunch()],
    ['nonsense', makeLaunch({ env: 7 })],
    ['pairs that are missing', makeLaunch({ type: 'cppvsdbg' })],
  ] as const) {
    it(`understands an environment written as ${name}`, () => {
      const before = readEnvironment(launch);
      const after = inject(launch, INJECTION, []);
      const unset = after.type === 'node' ? UNSET : {};
      assert.deepEqual(readEnvironment(after), { ...before, ...ADDED, ...unset });
      assert.equal(findAccessKeyId(after), ACCESS_KEY_ID);
      assert.equal(findAccessKeyId(launch), undefined);
    });
  }

  it('writes assignments for an adapter that takes nothing else', () => {
    const { env } = inject(makeLaunch({ type: 'lldb-dap' }), INJECTION, []) as { readonly env?: unknown };
    assert.ok(Array.isArray(env));
    assert.ok(env.includes(`AWS_ACCESS_KEY_ID=${ACCESS_KEY_ID}`));
  });

  const inherited = [
    'AWS_PROFILE',
    'AWS_SESSION_TOKEN',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    'AWS_USE_FIPS_ENDPOINT',
    'AWS_USE_DUALSTACK_ENDPOINT',
  ];
  const REGARD = {
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
    AWS_USE_FIPS_ENDPOINT: 'false',
    AWS_USE_DUALSTACK_ENDPOINT: 'false',
  };
  for (const [type, neutralised] of [
    ['node', UNSET],
    ['debugpy', { AWS_SESSION_TOKEN: '' }],
    ['coreclr', { AWS_SESSION_TOKEN: '', AWS_PROFILE: '', AWS_WEB_IDENTITY_TOKEN_FILE: '' }],
  ] as const) {
    it(`keeps inherited credentials from spoiling those of a ${type} launch`, () => {
      const env = readEnvironment(inject(makeLaunch({ type }), INJECTION, [], inherited));
      assert.deepEqual(env, { ...ADDED, ...REGARD, ...neutralised });
    });
  }

  it('touches no inherited credentials when it gives none', () => {
    const injection = { endpoint: INJECTION.endpoint, region: INJECTION.region, trust: {}, proxyBypass: {} };
    const env = readEnvironment(inject(makeLaunch(), injection, [], inherited));
    assert.deepEqual(Object.keys(env).toSorted(), [
      'AWS_DEFAULT_REGION',
      'AWS_ENDPOINT_URL_SQS',
      'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
      'AWS_REGION',
      'AWS_USE_DUALSTACK_ENDPOINT',
      'AWS_USE_FIPS_ENDPOINT',
    ]);
  });

  it('unsets nothing that the configuration sets', () => {
    const mine = { AWS_CREDENTIAL_EXPIRATION: 'mine', AWS_USE_FIPS_ENDPOINT: 'mine' };
    const launch = makeLaunch({ env: mine });
    const env = readEnvironment(inject(launch, INJECTION, ['AWS_PROFILE'], inherited));
    assert.deepEqual({ ...env, ...mine }, env);
    assert.equal('AWS_PROFILE' in env, false);
  });

  it('makes an access key id that looks like one, and differs from launch to launch', () => {
    const [first, second] = [1, 2].map((byte) => createAccessKeyId(new Uint8Array(17).fill(byte)));
    assert.match(first ?? '', /^QSD[A-Z0-9]{17}$/);
    assert.notEqual(first, second);
  });

  it('finds no launch behind credentials of the user', () => {
    assert.equal(
      findAccessKeyId(makeLaunch({ env: { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' } })),
      undefined,
    );
  });

  it('reads what an envFile sets, as debug adapters do', () => {
    const text = [
      '# AWS_A=1',
      'AWS_B=2\r',
      '  export AWS_C = "3 # three"',
      'AWS_D',
      '=4',
      'AWS_E=',
      "AWS_F: 'six'",
      'AWS_G=seven # a comment',
      'http://example.test',
    ].join('\n');
    assert.deepEqual(Object.fromEntries(readFileVariables(text)), {
      AWS_B: '2',
      AWS_C: '3 # three',
      AWS_E: '',
      AWS_F: 'six',
      AWS_G: 'seven',
    });
  });

  const notations: readonly [what: string, launch: Launch][] = [
    ['an object', makeLaunch({ env: { NO_PROXY: 'corp', A: '1' } })],
    ['a list', makeLaunch({ type: 'go', env: ['NO_PROXY=corp', 'A=1'] })],
    [
      'a list of pairs',
      makeLaunch({
        type: 'cppdbg',
        environment: [
          { name: 'NO_PROXY', value: 'corp' },
          { name: 'A', value: '1' },
        ],
      }),
    ],
  ];
  for (const [what, launch] of notations) {
    it(`replaces in ${what} the list of what is called without a proxy by the one that has it and loopback`, () => {
      const proxyBypass = listProxyBypass([readEnvironment(launch)]);
      const configuration = inject(launch, { ...INJECTION, proxyBypass }, []);
      assert.deepEqual(readEnvironment(configuration)['NO_PROXY'], 'corp,localhost,127.0.0.1,::1,[::1]');
      assert.equal(readEnvironment(configuration)['A'], '1');
      assert.equal(JSON.stringify(configuration).split('NO_PROXY').length - 1, 1);
    });
  }
});

describe('What is called without a proxy', () => {
  const LOOPBACK = 'localhost,127.0.0.1,::1,[::1]';
  const rows: readonly [
    what: string,
    layers: Parameters<typeof listProxyBypass>[0],
    upper: string,
    lower: string,
  ][] = [
    ['loopback when nothing is said', [{}, {}], LOOPBACK, LOOPBACK],
    ['what the launch says, and loopback', [{ NO_PROXY: 'corp' }], `corp,${LOOPBACK}`, `corp,${LOOPBACK}`],
    [
      'what a file says where the launch says nothing',
      [{ A: '1' }, { no_proxy: 'corp' }],
      `corp,${LOOPBACK}`,
      `corp,${LOOPBACK}`,
    ],
    [
      'what is inherited where nothing else is said',
      [{}, {}, { NO_PROXY: 'a', no_proxy: 'b' }],
      `a,${LOOPBACK}`,
      `b,${LOOPBACK}`,
    ],
    [
      'what the launch says, in either spelling, before what is inherited',
      [{ no_proxy: 'mine' }, {}, { NO_PROXY: 'other' }],
      `mine,${LOOPBACK}`,
      `mine,${LOOPBACK}`,
    ],
    ['any spelling, as Windows has it', [{ No_Proxy: 'corp' }], `corp,${LOOPBACK}`, `corp,${LOOPBACK}`],
    ['everything', [{}, {}, { NO_PROXY: '*' }], '*', '*'],
    [
      'everything for those who read the one spelling',
      [{ NO_PROXY: '*', no_proxy: 'corp' }],
      '*',
      `corp,${LOOPBACK}`,
    ],
    [
      'loopback once',
      [{ NO_PROXY: 'LOCALHOST, 127.0.0.1 ,.corp,' }],
      'LOCALHOST,127.0.0.1,.corp,::1,[::1]',
      'LOCALHOST,127.0.0.1,.corp,::1,[::1]',
    ],
    [
      'loopback where the launch takes the variable away',
      [{ NO_PROXY: null }, {}, { NO_PROXY: 'corp' }],
      LOOPBACK,
      LOOPBACK,
    ],
    ['loopback where it is empty', [{ NO_PROXY: '' }], LOOPBACK, LOOPBACK],
  ];
  for (const [what, layers, upper, lower] of rows) {
    it(`is ${what}`, () => {
      assert.deepEqual(listProxyBypass(layers), { NO_PROXY: upper, no_proxy: lower });
    });
  }
});
