import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { ConsumerRegistry } from '../../../broker/trace/consumers.ts';
import { readUserAgent } from '../../../broker/trace/userAgent.ts';
import { makeCaller } from '../../support/testCaller.ts';

describe('readUserAgent', () => {
  const cases: readonly [userAgent: string, sdk: string | undefined, language: string | undefined][] = [
    [
      'aws-sdk-js/3.1169.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#20.20.2 api/sqs#3',
      'aws-sdk-js/3.1169.0',
      'JavaScript',
    ],
    ['aws-sdk-nodejs/2.1692.0 linux/v20.20.2 promise', 'aws-sdk-nodejs/2.1692.0', 'JavaScript'],
    ['Boto3/1.40.1 md/Botocore#1.40.1 ua/2.0 os/linux lang/python#3.12.3', 'Boto3/1.40.1', 'Python'],
    ['aiobotocore/2.13 md/x Botocore/1.34.131', 'aiobotocore/2.13', 'Python'],
    ['aws-cli/2.27.1 md/awscrt#0.26 ua/2.1 os/linux lang/python#3.13', 'aws-cli/2.27.1', undefined],
    ['aws-sdk-java/2.31.9 ua/2.1 os/Linux lang/java#21', 'aws-sdk-java/2.31.9', 'Java'],
    ['aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.24', 'aws-sdk-go-v2/1.36.3', 'Go'],
    ['aws-sdk-go/1.55.5 (go1.22; linux; amd64)', 'aws-sdk-go/1.55.5', 'Go'],
    ['aws-sdk-dotnet-coreclr/4.0.1 ua/2.1', 'aws-sdk-dotnet-coreclr/4.0.1', '.NET'],
    ['aws-sdk-ruby3/3.220.0 ua/2.1', 'aws-sdk-ruby3/3.220.0', 'Ruby'],
    ['aws-sdk-php/3.342.0 OS/Linux', 'aws-sdk-php/3.342.0', 'PHP'],
    ['aws-sdk-rust/1.3.6 os/linux lang/rust/1.85', 'aws-sdk-rust/1.3.6', 'Rust'],
    ['curl/8.5.0', 'curl/8.5.0', undefined],
    ['node', 'node', undefined],
    ['', undefined, undefined],
    ['(nothing) to see', undefined, undefined],
  ];
  for (const [userAgent, sdk, language] of cases) {
    it(`reads '${userAgent}'`, () => {
      const facts = readUserAgent(userAgent);
      assert.deepEqual([facts.sdk, facts.language], [sdk, language]);
    });
  }
});

describe('ConsumerRegistry', () => {
  let registry: ConsumerRegistry;

  beforeEach(() => {
    registry = new ConsumerRegistry();
  });

  it('tells programs under one key apart by their SDK', () => {
    assert.equal(registry.identify('test', 'aws-sdk-js/3.1.0 x'), 'test aws-sdk-js/3.1.0');
    assert.equal(registry.identify('test', 'Boto3/1.40.1 x'), 'test Boto3/1.40.1');
    assert.equal(registry.identify('test', ''), 'test');
  });

  it('gives a debug session one id, whatever its programs call themselves', () => {
    const id = registry.register('QSDEBUG1', 'Debug worker');
    assert.equal(registry.identify('QSDEBUG1', 'aws-sdk-js/3.1.0 x'), id);
    assert.equal(registry.identify('QSDEBUG1', 'curl/8'), id);
  });

  it('shows an event source mapping as its function, and no program by what it signs with', () => {
    const consumerId = 'mapping 1';
    const process = { processId: undefined, name: 'resize' };
    const { kind, name } = registry.describe(makeCaller({ consumerId, userAgent: '', process }));
    assert.deepEqual([kind, name], ['function', 'resize']);
    const peer = registry.describe(makeCaller({ consumerId: 'mapping 2', accessKeyId: 'mapping of resize' }));
    assert.equal(peer.kind, 'program');
  });

  it('shows a debug session by its name', () => {
    const consumerId = registry.register('QSDEBUG1', 'Debug worker');
    assert.deepEqual(registry.describe(makeCaller({ consumerId, accessKeyId: 'QSDEBUG1' })), {
      id: 'QSDEBUG1',
      name: 'Debug worker',
      kind: 'debugSession',
      accessKeyId: 'QSDEBUG1',
      sdk: 'aws-sdk-js/3.1169.0',
      language: 'JavaScript',
    });
  });

  it('shows a session that registers late, or again, by its newest name', () => {
    const caller = makeCaller({ consumerId: 'QSDEBUG1', accessKeyId: 'QSDEBUG1' });
    registry.register('QSDEBUG1', 'First');
    assert.equal(registry.describe(caller).name, 'First');
    registry.register('QSDEBUG1', 'Second');
    assert.equal(registry.describe(caller).name, 'Second');
  });

  it('shows other programs by their SDK, and nameless ones by their key', () => {
    assert.equal(registry.describe(makeCaller()).name, 'aws-sdk-js/3.1169.0');
    assert.equal(
      registry.describe(makeCaller({ consumerId: 'k', accessKeyId: 'k', userAgent: '' })).name,
      'k',
    );
  });

  it('shows what a user does as the editor', () => {
    const { kind, name } = registry.describe(makeCaller({ consumerId: 'editor', accessKeyId: 'editor' }));
    assert.deepEqual([kind, name], ['editor', 'VS Code']);
  });
});
