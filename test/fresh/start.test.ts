import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Tree } from '../e2e/ui/support/tree.ts';
import { callSqs } from '../support/callSqs.ts';
import { readBuildCommands } from '../support/docs/buildCommands.ts';
import { launchBrowser } from '../support/vscode/browser.mjs';
import { ensureChromium } from '../support/vscode/chromium.mjs';
import { type FreshCopy, makeFreshCopy, withoutRegistry } from './freshCopy.ts';
import { listProcessesOf, StartedCommand } from './startedCommand.ts';

/** The first paint of the workbench, and the start of its extension host, on a machine that others load too. */
const WINDOW_TIMEOUT_MS = 120_000;
const READY = /^ {4}(http:\/\/127\.0\.0\.1:\d+\/\?folder=\S+)$[^]*Ctrl\+C here/m;
const EDIT = '// The edit of a user.\n';
/** As the README has them, without `npm`. */
const [START, TEST] = readBuildCommands();

describe('the first command of the README in a fresh copy of the project', () => {
  let copy: FreshCopy;
  let browser: Browser;
  let started: StartedCommand | undefined;
  let url: string;

  const sample = (...path: string[]): string => join(copy.folder, '.cache', 'start', 'watermark', ...path);
  const settings = (): string =>
    join(copy.folder, '.cache', 'start', 'profile', 'user', 'User', 'settings.json');

  async function start(...options: string[]): Promise<StartedCommand> {
    await started?.interrupt();
    started = new StartedCommand(copy, [...START, '--', '--no-open', '--web', ...options]);
    url = (await started.waitForOutput(READY))[1] ?? '';
    return started;
  }

  before('copies the project', async () => {
    copy = await makeFreshCopy();
    const chromium = await ensureChromium();
    if ('missing' in chromium) throw new Error(chromium.missing);
    browser = await launchBrowser(chromium.executable);
  });

  after(async () => {
    await browser?.close();
    await started?.interrupt();
    copy?.remove();
  });

  it('has neither packages nor bundles nor VS Code', () => {
    for (const name of ['node_modules', 'dist', 'out', '.cache', 'extension/samples/watermark/node_modules'])
      assert.equal(existsSync(join(copy.folder, name)), false, name);
    assert.ok(existsSync(join(copy.folder, 'test', 'start.mjs')));
  });

  it('says in one line what to do when the npm registry does not answer, whatever is run', async () => {
    const { scripts } = JSON.parse(readFileSync(join(copy.folder, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    // One script of each file that starts them.
    const names = new Map(Object.entries(scripts).map(([name, command]) => [command.split(' ')[1], name]));
    assert.ok(names.size > 5);
    for (const name of names.values()) {
      const { code, output } = await new StartedCommand(
        copy,
        ['run', name],
        withoutRegistry(copy),
      ).waitForEnd();
      assert.match(
        output,
        /^npm cannot reach its registry\. Check the network .*, then run the same command again\.$/m,
        name,
      );
      assert.match(output, /^ {4}npm error code ECONNREFUSED$/m, name);
      assert.doesNotMatch(output, /ERR_MODULE_NOT_FOUND|not found|node:internal/, name);
      assert.equal(code, 1, name);
    }
  });

  it('installs, builds, fetches VS Code, and serves the window with the Queueside view', async () => {
    const { output } = await start();
    for (const step of [
      /^\[1\/4\] Packages/m,
      /^\[2\/4\] Building/m,
      /^\[3\/4\] VS Code/m,
      /^\[4\/4\] Starting/m,
    ])
      assert.match(output, step);
    assert.match(output, /^ +Packages of the project: (\d+) of \1, \d+ s$/m);
    assert.match(output, /^ +VS Code, part 1 of 4 \(the server\): \d{3} MB, \d+ s$/m);
    assert.match(output, /What to do next:\n {2}- Open this address in a browser\.\n/);

    const page = await openWindow(browser, url);
    const endpoint = await openQueues(page);
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'kept' });
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'from the first start' });
    await new Tree(page, 'Queues')
      .row('kept, standard queue, 1 visible')
      .waitFor({ timeout: WINDOW_TIMEOUT_MS });
    await page.context().close();
  });

  it('is not started twice at once: two windows would share a profile', async () => {
    const { code, output } = await new StartedCommand(copy, START).waitForEnd();
    assert.equal(code, 1);
    assert.ok(output.includes(`npm start runs here already`) && output.includes(url), output);
  });

  it('ends with everything that it started on Ctrl+C', async () => {
    assert.notDeepEqual(listProcessesOf(copy.folder), []);
    const { output } = await (started as StartedCommand).interrupt();
    assert.match(output, /Your files, settings and messages stay in \.cache.start for the next start\./);
    assert.deepEqual(listProcessesOf(copy.folder), []);
    await assert.rejects(fetch(url));
  });

  it('starts again without installing, at the same address, with edits, settings and messages as they were', async () => {
    appendFileSync(sample('worker.js'), EDIT);
    writeFileSync(sample('queueside.json'), '{ "queues": { "mine": {} } }\n');
    const own = { ...(JSON.parse(readFileSync(settings(), 'utf8')) as object), 'editor.fontSize': 17 };
    writeFileSync(settings(), JSON.stringify(own));
    // What an update of the project would bring.
    appendFileSync(join(copy.folder, 'extension', 'samples', 'watermark', 'draw.js'), '// An update.\n');

    const before = url;
    const { output } = await start();
    assert.equal(url, before);
    assert.match(output, /^ +Already installed\.$/m);
    assert.doesNotMatch(output, /Packages of|part \d of/);
    assert.match(
      output,
      /The sample has changed since it was copied: draw\.js\. Your copy is left as it is\./,
    );
    assert.ok(readFileSync(sample('worker.js'), 'utf8').endsWith(EDIT));
    assert.deepEqual(JSON.parse(readFileSync(settings(), 'utf8')), own);

    const page = await openWindow(browser, url);
    const endpoint = await openQueues(page);
    const tree = new Tree(page, 'Queues');
    await tree.row('kept, standard queue, 1 visible').waitFor({ timeout: WINDOW_TIMEOUT_MS });
    await tree.row('mine, standard queue, empty').waitFor({ timeout: WINDOW_TIMEOUT_MS });
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'kept' });
    const { Messages } = (await callSqs(endpoint, 'ReceiveMessage', { QueueUrl })) as {
      Messages: { Body: string }[];
    };
    assert.deepEqual(
      Messages.map(({ Body }) => Body),
      ['from the first start'],
    );
    await checkRepositoryAround(page);
    await page.context().close();
    await (started as StartedCommand).interrupt();
  });

  it('begins again with --fresh, and says what it deletes', async () => {
    const { output } = await start('--fresh');
    assert.match(output, /your copy of the sample, with what you changed: queueside\.json, worker\.js$/m);
    assert.match(output, /all queues and messages that the broker has stored$/m);
    assert.equal(readFileSync(sample('queueside.json'), 'utf8').includes('mine'), false);
    assert.equal(readFileSync(sample('worker.js'), 'utf8').includes(EDIT), false);
    const page = await openWindow(browser, url);
    const endpoint = await openQueues(page);
    // The file of the sample makes its queues, and its bucket sends the test message.
    await new Tree(page, 'Queues').row('image-tasks, standard queue, 1 visible').waitFor();
    const { QueueUrls } = (await callSqs(endpoint, 'ListQueues', {})) as { QueueUrls: string[] };
    assert.deepEqual(
      QueueUrls.map((queueUrl) => queueUrl.slice(queueUrl.lastIndexOf('/') + 1)),
      ['image-done', 'image-tasks'],
    );
    await page.context().close();
    await (started as StartedCommand).interrupt();
    assert.deepEqual(listProcessesOf(copy.folder), []);
  });
});

describe('the second command of the README in a fresh copy of the project', () => {
  let copy: FreshCopy;

  before('copies the project', async () => {
    copy = await makeFreshCopy();
  });

  after(() => copy?.remove());

  it('installs what it needs, and runs a stage', async () => {
    const { code, output } = await new StartedCommand(copy, [...TEST, '--', 'types']).waitForEnd();
    assert.match(output, /^ +Packages of the project: (\d+) of \1, \d+ s$/m);
    assert.match(output, /^1 passed, 0 failed, 0 skipped$/m);
    assert.equal(code, 0);
  });
});

async function openWindow(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
  context.setDefaultTimeout(WINDOW_TIMEOUT_MS);
  const page = await context.newPage();
  await page.goto(url, { timeout: WINDOW_TIMEOUT_MS });
  await page.locator('.monaco-workbench .activitybar').waitFor();
  return page;
}

/** Opens the Queueside view as a newcomer does, by its icon. @returns the endpoint of the broker that this starts */
async function openQueues(page: Page): Promise<string> {
  const icon = page.locator('.activitybar a[aria-label^="Queueside"]').first();
  await icon.waitFor();
  const tree = new Tree(page, 'Queues');
  // A window that was open before shows the view at once, and a click would hide it.
  if (!(await tree.pane.isVisible())) await icon.locator('..').click();
  await tree.pane.waitFor();
  const status = page.locator('.statusbar-item').filter({ hasText: /Queueside \d+/ });
  await status.waitFor();
  return `http://127.0.0.1:${/\d+/.exec(await status.innerText())?.[0]}`;
}

/** The sample lies inside the clone, which is none of its user's business. */
async function checkRepositoryAround(page: Page): Promise<void> {
  await page.locator('.activitybar a[aria-label^="Source Control"]').first().locator('..').click();
  await page.getByText("The folder currently open doesn't have a Git repository.").waitFor();
  assert.equal(await page.getByText(/Git repository was found in the parent/i).count(), 0);
}
