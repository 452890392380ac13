import assert from 'node:assert/strict';
import { type GuardRules, refuseRequest } from '../../../broker/sqs/guard.ts';

const RULES: GuardRules = {
  allowedHosts: new Set(['host.docker.internal']),
  allowedOrigins: new Set(['http://localhost:3000']),
};

describe('The guard', () => {
  for (const host of [
    'localhost',
    'LOCALHOST:9324',
    '127.0.0.1',
    '127.0.0.1:9324',
    '127.255.0.3:80',
    '[::1]',
    '[::1]:9324',
    'host.docker.internal:9324',
  ]) {
    it(`lets the host ${host} in`, () => {
      assert.equal(refuseRequest({ host }, RULES), undefined);
    });
  }

  for (const host of [
    undefined,
    '',
    'example.com',
    '127.0.0.1.example.com',
    '127.0.0.1.evil.com:9324',
    'localhost.example.com',
    'xlocalhost',
    '127.0.0.256',
    '127.0.0.1@example.com',
    'example.com#127.0.0.1',
    '0.0.0.0',
    '10.0.0.1:9324',
    '128.0.0.1',
    '[::2]',
    '[::1].example.com',
    '127.0.0.1:9324:80',
    'localhost:123456',
    'evil.host.docker.internal',
  ]) {
    it(`keeps the host ${String(host)} out`, () => {
      const headers = host === undefined ? {} : { host };
      assert.match(refuseRequest(headers, RULES) ?? '', /Host header/);
    });
  }

  for (const origin of ['http://localhost:9324', 'https://evil.example', 'null', 'http://localhost:30001']) {
    it(`keeps pages of ${origin} out`, () => {
      assert.match(refuseRequest({ host: 'localhost', origin }, RULES) ?? '', /Origin is not allowed/);
    });
  }

  it('lets an allowed page in, whatever its site', () => {
    const headers = { host: 'localhost', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' };
    assert.equal(refuseRequest(headers, RULES), undefined);
  });

  for (const site of ['cross-site', 'same-site']) {
    it(`keeps ${site} requests without an Origin out`, () => {
      assert.match(refuseRequest({ host: 'localhost', 'sec-fetch-site': site }, RULES) ?? '', /web pages/);
    });
  }

  it('lets an address typed by the user in', () => {
    assert.equal(refuseRequest({ host: 'localhost', 'sec-fetch-site': 'none' }, RULES), undefined);
  });
});
