import assert from 'node:assert/strict';
import { createGuardRules, type GuardRefusal, refuseRequest } from '../../../broker/http/guard.ts';

const RULES = createGuardRules(['host.docker.internal'], ['http://localhost:3000']);
const PAGE = 'http://localhost:3000';

type Pair = readonly [name: string, value: string];

/** What the guard says to a request with these headers, as the parser gives them out. */
function ask(pairs: readonly Pair[], url = '/', method = 'POST'): GuardRefusal | undefined {
  const headers: Record<string, string> = {};
  for (const [name, value] of pairs) headers[name.toLowerCase()] ??= value;
  return refuseRequest({ headers, rawHeaders: pairs.flat(), url, method }, RULES);
}

const LOCAL: Pair = ['Host', 'localhost'];

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
      assert.equal(ask([['Host', host]]), undefined);
    });
  }

  for (const host of [
    '',
    'example.com',
    '127.0.0.1.example.com',
    '127.0.0.1.evil.com:9324',
    'localhost.example.com',
    'xlocalhost',
    '127.0.0.256',
    '127.0.0.1@example.com',
    'user@127.0.0.1',
    'user:secret@localhost:9324',
    'example.com#127.0.0.1',
    'localhost/evil',
    'localhost, example.com',
    '0.0.0.0',
    '10.0.0.1:9324',
    '128.0.0.1',
    '[::2]',
    '[::1].example.com',
    '127.0.0.1:9324:80',
    'localhost:123456',
    'evil.host.docker.internal',
  ]) {
    it(`keeps the host ${host} out`, () => {
      const refusal = ask([['Host', host]]);
      assert.equal(refusal?.status, 403);
      assert.match(refusal.reason, /Host header/);
    });
  }

  for (const [what, pairs] of [
    ['no Host header, as HTTP/1.0 allows', []],
    ['two Host headers', [LOCAL, ['host', 'evil.example']]],
    ['two equal Host headers', [LOCAL, LOCAL]],
  ] as const) {
    it(`answers 400 to ${what}`, () => {
      assert.deepEqual(ask(pairs), { status: 400, reason: 'The request must have one Host header.' });
    });
  }

  for (const target of [
    'http://evil.example/',
    'http://localhost/',
    'evil.example:80',
    '?Action=ListQueues',
    '',
  ]) {
    it(`answers 400 to the request target ${target || 'of nothing'}`, () => {
      assert.deepEqual(ask([LOCAL], target, 'GET'), {
        status: 400,
        reason: 'The request target must be a path.',
      });
    });
  }

  for (const origin of [
    'http://localhost:9324',
    'https://evil.example',
    'null',
    'http://localhost:30001',
    'http://localhost:3000, http://localhost:3000',
    'HTTP://LOCALHOST:3000',
    'vscode-webview://1234',
    'file://',
    '',
  ]) {
    it(`keeps pages of ${origin || 'an empty origin'} out`, () => {
      assert.match(ask([LOCAL, ['Origin', origin]])?.reason ?? '', /Origin is not allowed/);
    });
  }

  it('lets an allowed page in, whatever else its browser says', () => {
    const pairs: Pair[] = [
      LOCAL,
      ['Origin', PAGE],
      ['Sec-Fetch-Site', 'same-site'],
      ['Sec-Fetch-Dest', 'empty'],
    ];
    assert.equal(ask([...pairs, ['User-Agent', 'Mozilla/5.0 (X11)'], ['Referer', `${PAGE}/`]]), undefined);
  });

  it('does not take a Referer for an Origin', () => {
    assert.equal(ask([LOCAL, ['Referer', `${PAGE}/`]])?.status, 403);
  });

  const ofBrowsers: readonly Pair[] = [
    ...['cross-site', 'same-site', 'same-origin', 'none', 'anything', ''].map(
      (value): Pair => ['Sec-Fetch-Site', value],
    ),
    ['sec-fetch-site', 'none'],
    ['SEC-FETCH-DEST', 'document'],
    ['Sec-Fetch-Dest', 'empty'],
    ['Sec-Fetch-User', '?1'],
    ['Sec-Fetch-Storage-Access', 'none'],
    ['Sec-Purpose', 'prefetch'],
    ['Sec-Purpose', 'prefetch;prerender'],
    ['Sec-Speculation-Tags', '"a"'],
    ['Sec-CH-UA', '"Chromium";v="140"'],
    ['Sec-GPC', '1'],
    ['Sec-WebSocket-Origin', 'https://evil.example'],
    ['Upgrade-Insecure-Requests', '1'],
    ['Purpose', 'prefetch'],
    ['X-Purpose', 'preview'],
    ['X-Moz', 'prefetch'],
    ['Access-Control-Request-Method', 'POST'],
    ['Access-Control-Request-Headers', 'x-amz-target'],
    ['Access-Control-Request-Private-Network', 'true'],
    ['Service-Worker', 'script'],
    ['Service-Worker-Navigation-Preload', 'true'],
    ['Ping-From', 'https://evil.example'],
    ['Ping-To', 'https://evil.example'],
    ['Last-Event-ID', '7'],
    ['Referer', 'https://evil.example/'],
    ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/99.0 Safari/537.36'],
  ];
  for (const [name, value] of ofBrowsers) {
    it(`keeps ${name}: ${value} without an Origin out`, () => {
      assert.match(ask([LOCAL, [name, value]])?.reason ?? '', /^Requests of browsers are refused/);
      assert.equal(ask([LOCAL, [name, value]], '/?Action=PurgeQueue', 'GET')?.status, 403);
    });
    it(`answers the health check of a browser with ${name}: ${value}`, () => {
      for (const method of ['GET', 'HEAD'])
        assert.equal(ask([LOCAL, [name, value]], '/health', method), undefined);
    });
  }

  it('answers the health check of any page, and nothing that only looks like one', () => {
    const pairs: Pair[] = [LOCAL, ['Origin', 'https://evil.example']];
    assert.equal(ask(pairs, '/health?a=1', 'GET'), undefined);
    for (const [url, method] of [
      ['/health', 'POST'],
      ['/health', 'OPTIONS'],
      ['/healthy', 'GET'],
      ['/health/', 'GET'],
      ['//health', 'GET'],
      ['/?/health', 'GET'],
    ] as const) {
      assert.equal(ask(pairs, url, method)?.status, 403, `${method} ${url}`);
    }
    assert.equal(ask([['Host', 'evil.example']], '/health', 'GET')?.status, 403);
  });

  for (const [name, value] of [
    ['Sec-Fetch-Mode', 'cors'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['User-Agent', 'aws-cli/2.17.0 md/awscrt#0.20.11'],
    ['User-Agent', 'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.22621.4391'],
    ['User-Agent', 'Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.22631; en-US) PowerShell/7.4.6'],
    // Celery, whose HTTP client is pycurl.
    ['User-Agent', 'Mozilla/5.0 (compatible; pycurl)'],
    ['Accept-Language', '*'],
    // A program that keeps the cookies of localhost sends them to all its ports.
    ['Cookie', 'session=1'],
    ['X-Amz-Security-Token', 't'],
  ] as const) {
    it(`lets ${name}: ${value} in, which programs send`, () => {
      assert.equal(ask([LOCAL, [name, value]]), undefined);
    });
  }

  describe('asked with the User-Agent of a browser and a signature', () => {
    const agent: Pair = ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/99.0'];
    const signature: Pair = [
      'Authorization',
      'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/sqs/aws4_request',
    ];

    it('lets it in: a page cannot sign', () => {
      assert.equal(ask([LOCAL, agent, signature]), undefined);
    });

    const ofPages: Pair[] = [
      ['Authorization', 'Basic dXNlcjpwYXNzd29yZA=='],
      ['Authorization', 'Bearer AWS4-HMAC-SHA256 Credential=A'],
      ['Authorization', ''],
    ];
    for (const [name, value] of ofPages) {
      it(`keeps it out with ${name}: ${value}`, () => {
        assert.equal(ask([LOCAL, agent, [name, value]])?.status, 403);
      });
    }
    for (const [name, value] of ofBrowsers.filter(([name]) => name !== 'User-Agent')) {
      it(`keeps it out with ${name}: ${value} beside the signature`, () => {
        assert.equal(ask([LOCAL, agent, signature, [name, value]])?.status, 403);
      });
    }
  });

  it('answers 431 to more headers than are kept, whatever they are', () => {
    const many = (count: number): Pair[] => Array.from({ length: count }, (_, n): Pair => [`X-${n}`, '']);
    assert.equal(ask([LOCAL, ...many(127)]), undefined);
    assert.equal(ask([LOCAL, ...many(128)])?.status, 431);
    assert.equal(ask([LOCAL, ...many(128)], '/health', 'GET')?.status, 431);
  });
});
