import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { canInstallSystemPackages, findOnPath, installSystemPackages, runProgram } from './process.mjs';
import { findCacheFolder } from './project.mjs';

/** The AWS SDK for Python that the tests of peers use. */
const BOTO3 = 'boto3==1.40.0';
const INSTALL_TIMEOUT_MS = 300_000;

/**
 * Makes an environment of Python with boto3 in the cache, or finds it there.
 * @returns {Promise<{ executable: string } | { missing: string }>} `missing` is one line: what lacks, and how to get it
 */
export async function ensureBoto3() {
  const folder = join(findCacheFolder(), 'python', BOTO3.replace('==', '-'));
  const executable =
    process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const stamp = join(folder, '.queueside-stamp');
  mkdirSync(join(findCacheFolder(), 'python'), { recursive: true });
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(stamp)) return { executable };
    const python = findOnPath('python3', 'python');
    if (python === undefined) return { missing: 'Python is missing: install Python 3, then run again' };
    console.log(`Installing ${BOTO3}…`);
    const make = () =>
      runProgram(python, ['-m', 'venv', '--clear', folder], { timeoutMs: INSTALL_TIMEOUT_MS });
    let made = await make();
    if (made.code !== 0 && canInstallSystemPackages() && (await installSystemPackages('python3-venv')))
      made = await make();
    const installed =
      made.code === 0
        ? await runProgram(
            executable,
            ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', BOTO3],
            {
              timeoutMs: INSTALL_TIMEOUT_MS,
            },
          )
        : made;
    if (installed.code !== 0) {
      const reason = installed.output.trim().split('\n').at(-1) ?? '';
      return { missing: `${BOTO3} could not be installed (${reason}): see to it, then run again` };
    }
    writeFileSync(stamp, `${BOTO3}\n`);
    return { executable };
  });
}
