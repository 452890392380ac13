import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { nameConnectionId } from '../../../broker/connections/connectionId.ts';
import { MAXIMUM_CONNECTIONS } from '../../../broker/connections/definition.ts';
import { readDefinition, readDefinitions } from '../../../broker/connections/readDefinitions.ts';

const QUEUE = 'https://sqs.eu-central-1.amazonaws.com/123456789012/orders';

const GOOD = [
  {
    entry: { name: 'elastic', kind: 'endpoint', endpoint: 'http://127.0.0.1:9325' },
    read: {
      id: 'elastic',
      kind: 'endpoint',
      endpoint: 'http://127.0.0.1:9325',
      queues: [],
      refreshSeconds: 60,
    },
  },
  {
    entry: {
      name: 'orders-prod',
      kind: 'profile',
      profile: 'acme/prod',
      region: 'eu-central-1',
      protection: 'readOnly',
      color: 'red',
      queues: [QUEUE],
      refreshSeconds: 300,
    },
    read: {
      id: 'orders-prod',
      kind: 'profile',
      profile: 'acme/prod',
      region: 'eu-central-1',
      protection: 'readOnly',
      color: 'red',
      queues: [QUEUE],
      refreshSeconds: 300,
    },
  },
  {
    entry: { name: 'shell', kind: 'environment' },
    read: { id: 'shell', kind: 'environment', queues: [], refreshSeconds: 60 },
  },
] as const;

const endpoint = { name: 'x', kind: 'endpoint', endpoint: 'http://127.0.0.1:9325' };

const WRONG: readonly (readonly [string, unknown, RegExp])[] = [
  ['is no object', 'prod', /must be an object/],
  ['is null', null, /must be an object/],
  ['is a list', [], /must be an object/],
  ['has no name', { kind: 'environment' }, /“name”/],
  ['has a name of spaces', { ...endpoint, name: '  ' }, /“name”/],
  ['has a name with spaces around it', { ...endpoint, name: ' x' }, /“name”/],
  ['has a name that is too long', { ...endpoint, name: 'x'.repeat(81) }, /at most 80 characters/],
  ['has no kind', { name: 'x' }, /“kind” must be one of “endpoint”, “profile”, “environment”/],
  ['has another kind', { ...endpoint, kind: 'aws' }, /“kind”/],
  [
    'has a secret key',
    { ...endpoint, secretAccessKey: 'wJalr' },
    /remove “secretAccessKey”.* Run “Add Connection…”, which asks for keys/,
  ],
  ['has an access key', { ...endpoint, accessKeyId: 'AKID' }, /remove “accessKeyId”/],
  ['has a session token', { ...endpoint, AWS_SESSION_TOKEN: 'x' }, /remove “AWS_SESSION_TOKEN”/],
  ['has a password', { ...endpoint, password: 'x' }, /remove “password”/],
  ['has a password in its URL', { ...endpoint, endpoint: 'http://me:pw@127.0.0.1' }, /user and the password/],
  ['has a user in its URL', { ...endpoint, endpoint: 'http://me@127.0.0.1' }, /user and the password/],
  ['has a query in its URL', { ...endpoint, endpoint: 'http://127.0.0.1/?x=1' }, /must end before/],
  [
    'sends keys of a profile in the clear',
    { name: 'x', kind: 'profile', profile: 'dev', endpoint: 'http://10.0.0.7:4566' },
    /must begin with https:/,
  ],
  [
    'sends keys of the environment in the clear',
    { name: 'x', kind: 'environment', endpoint: 'http://sqs.local' },
    /must begin with https:/,
  ],
  [
    'sends keys to AWS in the clear',
    { ...endpoint, endpoint: 'http://sqs.eu-central-1.amazonaws.com' },
    /must begin with https:/,
  ],
  ['has no endpoint', { name: 'x', kind: 'endpoint' }, /“endpoint” must be a URL/],
  ['has a file for an endpoint', { ...endpoint, endpoint: 'file:///etc/passwd' }, /“endpoint” must be a URL/],
  ['has no URL for an endpoint', { ...endpoint, endpoint: '127.0.0.1' }, /“endpoint” must be a URL/],
  [
    'has a profile on an endpoint',
    { ...endpoint, profile: 'prod' },
    /“profile” is not known for the kind “endpoint”/,
  ],
  ['has no profile', { name: 'x', kind: 'profile' }, /“profile” must be/],
  ['has a member that does not exist', { ...endpoint, readonly: true }, /“readonly” is not known/],
  [
    'has a member of all objects',
    JSON.parse('{"name":"x","kind":"environment","__proto__":1}'),
    /“__proto__” is not known/,
  ],
  ['has another member of all objects', { ...endpoint, constructor: 1 }, /“constructor” is not known/],
  [
    'has a level that does not exist',
    { ...endpoint, protection: 'none' },
    /“protection” must be one of “readOnly”/,
  ],
  ['has a colour that does not exist', { ...endpoint, color: 'pink' }, /“color” must be one of/],
  ['has a region with a host in it', { ...endpoint, region: 'eu-west-1.example.com' }, /“region”/],
  ['has a region with a path in it', { ...endpoint, region: 'example.com/x-1' }, /“region”/],
  ['has a region that is no text', { ...endpoint, region: 1 }, /“region”/],
  ['is refreshed too often', { ...endpoint, refreshSeconds: 9 }, /from 10 to 86400/],
  ['is refreshed by a fraction', { ...endpoint, refreshSeconds: 60.5 }, /whole number/],
  ['has a queue that is no URL', { ...endpoint, queues: ['orders'] }, /“orders” in “queues”/],
  ['has queues that are no list', { ...endpoint, queues: QUEUE }, /“queues” must be a list/],
  ['has too many queues', { ...endpoint, queues: Array<string>(1001).fill(QUEUE) }, /at most 1000/],
];

describe('The setting of connections', () => {
  for (const { entry, read } of GOOD) {
    it(`takes a connection of the kind ${entry.kind}`, () => {
      assert.deepEqual(readDefinition(entry), { name: entry.name, ...read });
    });
  }

  for (const [what, entry, problem] of WRONG) {
    it(`rejects a connection that ${what}`, () => {
      const read = readDefinition(entry);
      assert.equal(typeof read, 'string', JSON.stringify(read));
      assert.match(read as string, problem);
    });
  }

  for (const good of [
    { name: 'x', kind: 'profile', profile: 'dev', endpoint: 'http://127.0.0.1:4566' },
    { name: 'x', kind: 'environment', endpoint: 'http://localhost:4566' },
    { name: 'x', kind: 'profile', profile: 'dev', endpoint: 'https://10.0.0.7:4566' },
    { name: 'x', kind: 'endpoint', endpoint: 'http://10.0.0.7:4566' },
  ]) {
    it(`takes ${good.endpoint} for the kind ${good.kind}: no keys of AWS leave this machine in the clear`, () => {
      assert.notEqual(typeof readDefinition(good), 'string');
    });
  }

  it('keeps the connections without a mistake, and names the others', () => {
    const { definitions, problems } = readDefinitions([
      GOOD[0].entry,
      { name: 'broken', kind: 'endpoint' },
      7,
      GOOD[2].entry,
      { name: 'shell', kind: 'environment' },
    ]);
    assert.deepEqual(
      definitions.map(({ name }) => name),
      ['elastic', 'shell'],
    );
    assert.deepEqual(problems, [
      'Connection “broken”: “endpoint” must be a URL, such as http://127.0.0.1:4566.',
      'Connection 3: a connection must be an object with a name and a kind.',
      'Two connections have the name “shell”. Rename one of them.',
    ]);
  });

  it('is a list', () => {
    assert.deepEqual(readDefinitions({ name: 'x' }), {
      definitions: [],
      problems: ['“queueside.connections” must be a list of connections.'],
    });
  });

  it('has at most 100 connections', () => {
    const many = Array.from({ length: MAXIMUM_CONNECTIONS + 1 }, (_, index) => ({
      ...endpoint,
      name: `c${index}`,
    }));
    const { definitions, problems } = readDefinitions(many);
    assert.equal(definitions.length, MAXIMUM_CONNECTIONS);
    assert.match(problems.join('\n'), /more than 100/);
  });
});

describe('The id of a connection', () => {
  const NAMES = [
    'orders',
    'orders prod',
    'Orders prod',
    'orders_prod',
    'local',
    '1',
    '東京',
    '-',
    'x'.repeat(80),
    'ö',
    'Ö',
  ];

  it('is different for each name, and never that of the local broker', () => {
    const ids = NAMES.map(nameConnectionId);
    assert.equal(new Set([...ids, 'local']).size, NAMES.length + 1, String(ids));
    for (const id of ids) assert.match(id, /^[a-z][a-z0-9-]*$/);
  });

  it('is the name if that can be one', () => {
    assert.equal(nameConnectionId('orders-prod'), 'orders-prod');
  });
});
