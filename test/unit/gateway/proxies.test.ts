import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  authorizeToProxy,
  findProxy,
  type ProxySettings,
  type ProxyVariables,
  readProxyVariables,
} from '../../../broker/gateway/proxies.ts';

const AWS = 'https://sqs.eu-central-1.amazonaws.com';
const LOCAL = 'http://emulator.example:9324';
const A = 'http://a.example:3128';
const B = 'http://b.example:3128';

/** What is called, what variables and settings say, and the proxy. */
const TABLE: readonly (readonly [string, ProxyVariables, string | undefined, ProxySettings?])[] = [
  [AWS, {}, undefined],
  [AWS, { HTTPS_PROXY: A }, A],
  [AWS, { https_proxy: A }, A],
  [AWS, { HTTPS_PROXY: A, https_proxy: B, HTTP_PROXY: B }, A],
  [AWS, { HTTPS_PROXY: '', http_proxy: A }, A],
  [AWS, { HTTPS_PROXY: 'a.example:3128' }, A],
  [AWS, { HTTPS_PROXY: 'socks5://a.example:1080' }, undefined],
  [AWS, { HTTPS_PROXY: 'http://[' }, undefined],
  [LOCAL, { HTTPS_PROXY: A }, undefined],
  [LOCAL, { HTTP_PROXY: A, HTTPS_PROXY: B }, A],
  [LOCAL, { http_proxy: A }, A],
  ['https://127.0.0.1:8443', { HTTPS_PROXY: A }, undefined],
  ['http://localhost:9324', { HTTP_PROXY: A }, undefined],
  ['http://[::1]:9324', { HTTP_PROXY: A }, undefined],
  [AWS, { HTTPS_PROXY: A, NO_PROXY: '*' }, undefined],
  [AWS, { HTTPS_PROXY: A, no_proxy: 'x.example, AMAZONAWS.com' }, undefined],
  [AWS, { HTTPS_PROXY: A, NO_PROXY: '.amazonaws.com' }, undefined],
  [AWS, { HTTPS_PROXY: A, NO_PROXY: '*.amazonaws.com' }, undefined],
  [AWS, { HTTPS_PROXY: A, NO_PROXY: 'naws.com' }, A],
  [AWS, { HTTPS_PROXY: A, NO_PROXY: 'amazonaws.com:443' }, undefined],
  [AWS, { HTTPS_PROXY: A, NO_PROXY: 'amazonaws.com:8443' }, A],
  [LOCAL, { HTTP_PROXY: A, NO_PROXY: 'emulator.example:9324' }, undefined],
  [AWS, { HTTPS_PROXY: A }, B, { proxy: B }],
  [AWS, { HTTPS_PROXY: A }, undefined, { proxy: '' }],
  [LOCAL, {}, B, { proxy: B }],
  [AWS, { HTTPS_PROXY: A, NO_PROXY: '*' }, A, { noProxy: ['emulator.example'] }],
  [AWS, { HTTPS_PROXY: A }, undefined, { noProxy: ['emulator.example', 'amazonaws.com'] }],
];

describe('The proxy of a gateway', () => {
  for (const [url, variables, proxy, settings = {}] of TABLE) {
    const said = JSON.stringify({ ...variables, ...settings });
    it(`for ${url} is ${proxy ?? 'none'} with ${said}`, () => {
      const found = findProxy(new URL(url), readProxyVariables(settings, variables));
      assert.equal(found?.origin, proxy);
    });
  }

  it('knows its user by what is in its URL', () => {
    const authorize = (url: string): string | undefined =>
      authorizeToProxy(new URL(url))['proxy-authorization'];
    assert.equal(authorize(A), undefined);
    assert.equal(authorize('http://me:p%40ss@a.example'), 'Basic bWU6cEBzcw==');
    const encode = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;
    assert.equal(authorize('http://me:100%@a.example'), encode('me:100%'));
    assert.equal(authorize('http://50%off:p%40ss@a.example'), encode('50%off:p@ss'));
  });
});
