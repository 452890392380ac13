import { spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { externalDataInterceptor } from '@smithy/core/config';
import { IS_WINDOWS, signalGroup } from '../../programs/processGroup.ts';
import type { Schedule } from '../../time/schedule.ts';

/** What a program may take to give keys, ms: as in the AWS SDK for Go. That for JavaScript would wait for as long as it runs. */
const LIMIT_MS = 60_000;
/** As many as the SDK would read. */
const MAXIMUM_OUTPUT_BYTES = 1_048_576;

/** The text of the error of a program that was ended: the SDK keeps only that. */
export const OVERDUE = 'Overdue: credential_process';
/** As Node.js begins it, without what follows there: the command line and what the program wrote can have secrets. */
const FAILED = 'Command failed: credential_process';

/** Lets the SDK start the programs of profiles (`credential_process`) by what is below. */
export function limitCredentialPrograms(schedule: Schedule): void {
  const run = async (line: string) => ({ stdout: await readOutput(line, schedule) });
  // The SDK promisifies it, as it does `exec` of Node.js.
  externalDataInterceptor.interceptToken(
    'exec',
    Object.assign(() => undefined, { [promisify.custom]: run }),
  );
}

/** @returns what the program wrote @throws Error if it fails, or does not end in time: then it is ended with all that it started */
function readOutput(line: string, schedule: Schedule): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(line, {
      shell: true,
      // Leads a group, so that what a shell started ends with it.
      detached: !IS_WINDOWS,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const end = (message: string): void => {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
      child.stdout.destroy();
      reject(new Error(message));
    };
    const cancel = schedule(LIMIT_MS, () => end(OVERDUE));
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > MAXIMUM_OUTPUT_BYTES) end(FAILED);
    });
    child.once('error', () => {
      cancel();
      reject(new Error(FAILED));
    });
    child.once('close', (code) => {
      cancel();
      if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'));
      else reject(new Error(FAILED));
    });
  });
}
