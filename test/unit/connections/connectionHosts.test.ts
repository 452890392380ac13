import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { ACTION_NAMES } from '../../../broker/api/actions.ts';
import { createClient } from '../../../broker/connections/client/createClient.ts';
import { GuardedHandler } from '../../../broker/connections/client/guardedHandler.ts';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import { findPlace } from '../../../broker/connections/place.ts';
import { readProfiles } from '../../../broker/connections/profiles.ts';
import { isAwsHost } from '../../../broker/connections/regions.ts';
import { changeEnvironment } from '../../support/upstream/changedEnvironment.ts';
import { type RecordingServer, startRecordingServer } from '../../support/upstream/recordingServer.ts';
import { defineEndpoint, openTestGate, placeOf } from '../../support/upstream/testGate.ts';

const COMMON = { id: 'x', name: 'x', queues: [], refreshSeconds: 60 };

/** A port of AWS for keys: records where a call would go, and lets none leave. */
class RecordingHandler extends GuardedHandler {
  readonly hosts: string[] = [];

  constructor() {
    super(() => false);
  }

  override handle(request: Parameters<GuardedHandler['handle']>[0]): ReturnType<GuardedHandler['handle']> {
    this.hosts.push(request.hostname);
    return Promise.reject(new Error('recorded'));
  }
}

describe('Calls of a connection', () => {
  let own: RecordingServer;
  let other: RecordingServer;
  const folder = mkdtempSync(join(tmpdir(), 'queueside-hosts-'));
  const files = { configFilepath: join(folder, 'config'), filepath: join(folder, 'credentials') };
  let restore: () => void = () => undefined;

  before(async () => {
    own = await startRecordingServer();
    other = await startRecordingServer();
    const diverted = `endpoint_url = ${other.endpoint}\nservices = mine\nregion = eu-central-1\n`;
    writeFileSync(
      files.configFilepath,
      [
        `[default]\n${diverted}`,
        `[profile keys]\n${diverted}`,
        `[profile role]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nsource_profile = keys\n${diverted}`,
        `[services mine]\nsqs =\n  endpoint_url = ${other.endpoint}\nsts =\n  endpoint_url = ${other.endpoint}\n`,
      ].join('\n'),
    );
    writeFileSync(files.filepath, '[keys]\naws_access_key_id = AKID\naws_secret_access_key = secret\n');
    restore = changeEnvironment({
      AWS_ENDPOINT_URL: other.endpoint,
      AWS_ENDPOINT_URL_SQS: other.endpoint,
      AWS_ENDPOINT_URL_STS: other.endpoint,
      AWS_CONFIG_FILE: files.configFilepath,
      AWS_SHARED_CREDENTIALS_FILE: files.filepath,
      AWS_PROFILE: 'role',
    });
  });

  beforeEach(() => {
    own.requests.splice(0);
    other.requests.splice(0);
  });

  after(() => {
    restore();
    rmSync(folder, { recursive: true, force: true });
  });

  const URLS = (endpoint: string) => [
    `${endpoint}/123456789012/orders`,
    `${endpoint}@127.0.0.1/123456789012/orders`,
    `https://sqs.eu-central-1.amazonaws.com/123456789012/orders`,
    `//${new URL(endpoint).host}/123456789012/orders`,
    'orders',
    '\u0000',
  ];

  it('go to its endpoint, whatever the queue URL says, with every action', async () => {
    const gate = openTestGate(own.endpoint);
    for (const action of ACTION_NAMES) {
      for (const QueueUrl of URLS(other.endpoint)) await gate.call(action as 'ListQueueTags', { QueueUrl });
    }
    assert.equal(other.requests.length, 0);
    assert.deepEqual(
      [...new Set(own.requests.map(({ action }) => action))].toSorted(),
      [...ACTION_NAMES].toSorted(),
    );
    for (const { headers } of own.requests) assert.equal(headers.host, new URL(own.endpoint).host);
  });

  it('do not follow a redirect', async () => {
    const redirecting = await startRecordingServer((response) => {
      response.writeHead(307, { Location: other.endpoint }).end();
    });
    const answer = await openTestGate(redirecting.endpoint).call('ListQueues', {});
    assert.ok(!answer.ok);
    assert.equal(redirecting.requests.length, 1);
    assert.equal(other.requests.length, 0);
  });

  for (const profile of ['keys', 'default']) {
    it(`go to its endpoint, whatever the profile ${profile} and the environment say`, async () => {
      const definition: ConnectionDefinition = {
        ...COMMON,
        kind: 'profile',
        profile,
        endpoint: own.endpoint,
      };
      const place = findPlace(definition, await readProfiles(files), process.env);
      assert.ok(typeof place !== 'string');
      assert.equal(place.endpoint, own.endpoint);
      await openTestGate(own.endpoint, { definition, place, environment: process.env }).call(
        'ListQueues',
        {},
      );
      assert.equal(other.requests.length, 0);
    });
  }

  it('are for AWS when a profile names another endpoint, and the role of the profile is assumed there', async () => {
    const definition: ConnectionDefinition = { ...COMMON, kind: 'profile', profile: 'role' };
    const place = findPlace(definition, await readProfiles(files), process.env);
    assert.ok(typeof place !== 'string');
    assert.equal(place.endpoint, 'https://sqs.eu-central-1.amazonaws.com');
    const signInHandler = new RecordingHandler();
    const answer = await openTestGate(own.endpoint, {
      definition,
      place,
      environment: process.env,
      signInHandler,
    }).call('ListQueues', {});
    assert.ok(!answer.ok);
    assert.ok(signInHandler.hosts.length > 0);
    assert.deepEqual([...new Set(signInHandler.hosts)], ['sts.eu-central-1.amazonaws.com']);
    assert.ok(signInHandler.hosts.every(isAwsHost));
    assert.equal(other.requests.length, 0);
  });

  it('do not go to another host, even if the client asks for one', async () => {
    const client = createClient(defineEndpoint(own.endpoint), placeOf(own.endpoint), {
      readKeys: () => Promise.resolve(undefined),
      askMfaCode: () => Promise.reject(new Error()),
      environment: {},
    });
    const request = {
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: Number(new URL(other.endpoint).port),
      path: '/',
    };
    const { requestHandler } = client.config;
    await assert.rejects(
      requestHandler.handle(request as Parameters<GuardedHandler['handle']>[0]) as Promise<unknown>,
      { name: 'WrongHostError' },
    );
    client.destroy();
    assert.equal(other.requests.length, 0);
  });
});
