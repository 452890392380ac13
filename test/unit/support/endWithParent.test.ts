import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProjectRoot } from '../../support/project.mjs';

/** Runs a file of tests as a stage does. */
const STAGE = `
const { fork } = require('node:child_process');
const [, child, file] = process.argv;
fork(child, [JSON.stringify({ files: [file], timeoutMs: 60000 })]);
`;

/** It starts two processes, on a machine that may be busy. */
const TIMEOUT_MS = 30_000;
const WAYS_TO_WORK = {
  'loops without a pause': 'for (;;);',
  waits: 'return new Promise(() => setInterval(() => {}, 1000));',
} as const;

describe('the process of a suite whose parent is killed', () => {
  let folder: string;
  let stage: ChildProcess | undefined;
  let suite: number | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-suite-'));
  });

  afterEach(() => {
    stage?.kill('SIGKILL');
    if (suite !== undefined) killIfAlive(suite);
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [what, code] of Object.entries(WAYS_TO_WORK)) {
    it(`ends when a test ${what}`, async function () {
      this.timeout(TIMEOUT_MS);
      const file = join(folder, 'endless.test.js');
      writeFileSync(file, `it('works', () => { console.log('process', process.pid); ${code} });`);
      const child = join(findProjectRoot(), 'test', 'support', 'mochaChild.mjs');
      const running = spawn(process.execPath, ['-e', STAGE, child, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      stage = running;
      suite = await readProcessId(running);
      // Both processes can write to it: it closes when both have ended.
      const ended = once(running.stdout, 'close');
      running.kill('SIGKILL');
      await ended;
    });
  }
});

function readProcessId({ stdout }: ChildProcess): Promise<number> {
  let output = '';
  return new Promise((resolve, reject) => {
    stdout?.on('data', (chunk) => {
      output += String(chunk);
      const digits = /process (\d+)\n/.exec(output)?.[1];
      if (digits !== undefined) resolve(Number(digits));
    });
    stdout?.once('close', () => reject(new Error(`The suite ended before its test: ${output}`)));
  });
}

function killIfAlive(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
}
