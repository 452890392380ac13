import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Queue } from '../../broker/engine/state/queue.ts';
import { openSecurePort } from '../../broker/assembly/httpsEndpoint.ts';
import { ensureServerCertificate } from '../../broker/tls/localCertificates.ts';
import { AttackedBroker } from './support/attackedBroker.ts';
import { type HostileServer, startHostileServer } from './support/hostileServer.ts';
import { PAGE_WAYS, type PageWay, type Target } from './support/pageWays.ts';

/** A request leaves within milliseconds; where Chromium lets none leave, this is waited for nothing. */
const ARRIVAL_MS = 15_000;
const STAYS_MS = 200;
/** A name that an attacker owns; Chromium is told that it is this machine. */
const REBOUND = 'rebound.example';

type Kind = 'http' | 'https' | 'file' | 'https to the HTTPS port';

describe('A page in a browser', function () {
  this.timeout(60_000);
  let folder: string;
  let browser: Browser;
  let context: BrowserContext;
  let attacked: AttackedBroker;
  let plain: HostileServer;
  let secure: HostileServer;
  let filePage: string;
  let recordCount: number;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-browser-'));
    filePage = join(folder, 'page.html');
    writeFileSync(filePage, '<!doctype html><title>A page</title><body>');
    const tlsFolder = join(folder, 'tls');
    const port = await openSecurePort({ tlsPort: 0, tlsFolder });
    const certificate = await ensureServerCertificate(tlsFolder, Date.now());
    assert.ok(port.ok && certificate.ok);
    attacked = await AttackedBroker.start(port.value);
    plain = await startHostileServer();
    secure = await startHostileServer(certificate.value);
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] as string,
      args: [
        '--disable-gpu',
        '--no-first-run',
        '--ignore-certificate-errors',
        // Newer versions ask before a page of the internet calls this machine; older ones and other browsers do not.
        '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
        `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`,
      ],
    });
    context = await browser.newContext({ ignoreHTTPSErrors: true });
  });

  after(async () => {
    await browser.close();
    plain.close();
    secure.close();
    attacked.stop();
    rmSync(folder, { recursive: true });
  });

  function targetOf(queue: Queue, kind: Kind, argument = ''): Target {
    const { endpoint, secureEndpoint } = attacked.test.info;
    const origin = kind === 'https to the HTTPS port' ? (secureEndpoint as string) : endpoint;
    const url = `${origin}/000000000000/${queue.name}`;
    return {
      queue: url,
      purge: `${url}?Action=PurgeQueue`,
      receive: `${url}?Action=ReceiveMessage`,
      view: `${origin}/queueside/queues/${queue.name}/messages`,
      home: (kind === 'http' || kind === 'file' ? plain : secure).origin,
      argument,
    };
  }

  async function openPage(kind: Kind): Promise<Page> {
    const page = await context.newPage();
    await page.goto(
      kind === 'file' ? pathToFileURL(filePage).href : `${(kind === 'http' ? plain : secure).origin}/page`,
    );
    return page;
  }

  function prepare(name: string): Queue {
    const queue = attacked.addQueue(name);
    recordCount = attacked.records.length;
    return queue;
  }

  /** The message exists as it was sent, and nothing was called. */
  function assertUntouched(queue: Queue): void {
    assert.deepEqual(attacked.records.slice(recordCount), []);
    assert.deepEqual([queue.visibleCount, queue.inFlightCount, queue.byAge.peek()?.receiveCount], [1, 0, 0]);
    assert.equal(attacked.test.broker.control.sessionCount, 0);
    for (const { url, status } of attacked.arrivalsAt(queue.name)) {
      assert.ok(status === undefined || status === 403, `${url} was answered with ${status}`);
    }
  }

  const isAtHome = ({ mayStay, needsServer }: PageWay, kind: Kind): boolean =>
    mayStay === true || (kind === 'file' && needsServer === true);

  const kinds: readonly Kind[] = ['http', 'https', 'file', 'https to the HTTPS port'];
  for (const [kindIndex, kind] of kinds.entries()) {
    describe(`from ${kind}`, () => {
      for (const [index, way] of PAGE_WAYS.entries()) {
        it(`reads and changes nothing when it ${way.name}`, async () => {
          const queue = prepare(`way-${kindIndex}-${index}-of-pages`);
          const page = await openPage(kind);
          // A page that leaves takes its answer with it.
          const reading = page.evaluate(way.run, targetOf(queue, kind, way.argument)).catch(() => undefined);
          const stays = isAtHome(way, kind);
          const hasArrived = await attacked.hasArrived(queue.name, stays ? STAYS_MS : ARRIVAL_MS);
          const read = stays && !hasArrived ? undefined : await reading;
          await page.close();
          assert.ok(hasArrived || stays, 'nothing has reached the broker');
          assert.equal(read, undefined);
          assertUntouched(queue);
        });
      }
    });
  }

  describe('whose address a person types', () => {
    for (const kind of ['http', 'https to the HTTPS port'] as const) {
      it(`shows a refusal, of a call and of a view: ${kind}`, async () => {
        const queue = prepare(`typed-${kinds.indexOf(kind)}`);
        const page = await context.newPage();
        const { purge, view } = targetOf(queue, kind);
        for (const url of [purge, view]) {
          const answer = await page.goto(url);
          assert.equal(answer?.status(), 403);
          assert.ok(!(await answer.text()).includes('secret of'));
        }
        await page.close();
        assertUntouched(queue);
      });

      it(`shows the health check: ${kind}`, async () => {
        const page = await context.newPage();
        const answer = await page.goto(
          new URL('/health', targetOf(prepare(`health-${kinds.indexOf(kind)}`), kind).queue).href,
        );
        assert.deepEqual(await answer?.json(), { status: 'ok' });
        await page.close();
      });
    }
  });

  it('reads and changes nothing under a name that was made to resolve to this machine', async () => {
    const queue = prepare('rebound');
    const { port } = new URL(attacked.test.info.endpoint);
    const origin = `http://${REBOUND}:${port}`;
    const page = await context.newPage();
    // What the attacker's own server answers before the name is made to resolve to this machine.
    await page.route(`${origin}/page`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto(`${origin}/page`);
    const answers = await page.evaluate(async (path) => {
      const json = { 'Content-Type': 'application/x-amz-json-1.0' };
      const body = JSON.stringify({ QueueUrl: path });
      const calls: [url: string, init: RequestInit][] = [
        [`${path}?Action=PurgeQueue`, {}],
        [`${path}?Action=ReceiveMessage`, { method: 'POST' }],
        [
          `${path}?json`,
          { method: 'POST', headers: { ...json, 'X-Amz-Target': 'AmazonSQS.ReceiveMessage' }, body },
        ],
        [`/queueside${path.replace('/000000000000', '/queues')}/messages`, {}],
      ];
      const read = calls.map(async ([url, init]) => {
        const answer = await fetch(url, init);
        return `${answer.status} ${await answer.text()}`;
      });
      const socket = new WebSocket(`ws://${location.host}/control`);
      const opened = new Promise<string>((resolve) => {
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => resolve('refused'));
      });
      return [...(await Promise.all(read)), await opened];
    }, `/000000000000/${queue.name}`);
    await page.close();
    assert.deepEqual(
      answers.map((answer) => answer.slice(0, 4)),
      ['403 ', '403 ', '403 ', '403 ', 'refu'],
    );
    assert.ok(answers.every((answer) => !answer.includes('secret of')));
    assertUntouched(queue);
  });
});
