import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import { writeGatewayOrder } from '../../../extension/remote/gatewayOrder.ts';
import { chooseProxy } from '../../../extension/remote/proxySettings.ts';

const PLACE = {
  endpoint: 'https://sqs.eu-central-1.amazonaws.com',
  region: 'eu-central-1',
  partition: 'aws',
};
const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'entered' };
const ENVIRONMENT = {
  AWS_CONFIG_FILE: '/home/ada/aws',
  AWS_SHARED_CREDENTIALS_FILE: '/home/ada/keys',
  AWS_SECRET_ACCESS_KEY: 'of the editor',
  AWS_PROFILE: 'work',
  HOME: '/home/ada',
};

const define = (kind: ConnectionDefinition['kind']): ConnectionDefinition =>
  ({ id: 'orders', name: 'Orders', kind, color: 'red', queues: ['q'] }) as unknown as ConnectionDefinition;

describe('the order that starts a gateway', () => {
  const PASSED: readonly [kind: ConnectionDefinition['kind'], names: readonly string[] | undefined][] = [
    ['endpoint', undefined],
    ['profile', ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']],
    [
      'environment',
      ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'],
    ],
  ];
  for (const [kind, names] of PASSED) {
    it(`has ${names?.join(', ') ?? 'no variable'} of the editor for a connection of the kind ${kind}`, () => {
      const order = writeGatewayOrder(define(kind), PLACE, 'confirm', undefined, ENVIRONMENT, undefined, {});
      assert.deepEqual(order.environment && Object.keys(order.environment), names);
      assert.deepEqual(order.connection, { id: 'orders', name: 'Orders', kind });
    });
  }

  it('has the keys that the user entered, whose they are, and the proxy', () => {
    const order = writeGatewayOrder(define('endpoint'), PLACE, 'open', KEYS, {}, '123456789012', {
      proxy: 'http://proxy:8',
    });
    assert.deepEqual(
      [order.keys, order.proxy, order.level, order.account],
      [KEYS, 'http://proxy:8', 'open', '123456789012'],
    );
  });

  const PROXIES: readonly [what: string, settings: Record<string, unknown>, chosen: object][] = [
    ['nothing is set', { proxySupport: 'override', proxy: '', noProxy: [] }, {}],
    ['a proxy is set', { proxySupport: 'on', proxy: 'http://proxy:8' }, { proxy: 'http://proxy:8' }],
    ['hosts are left out', { proxy: '', noProxy: ['.corp', 7] }, { noProxy: ['.corp'] }],
    ['proxies are off', { proxySupport: 'off', proxy: 'http://proxy:8', noProxy: ['.corp'] }, { proxy: '' }],
  ];
  for (const [what, settings, chosen] of PROXIES) {
    it(`has ${JSON.stringify(chosen)} of the proxy settings if ${what}`, () => {
      assert.deepEqual(
        chooseProxy((name) => settings[name]),
        chosen,
      );
    });
  }
});
