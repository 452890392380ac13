import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProfiles } from '../../../broker/connections/profiles.ts';
import { type BenchCase, atMost, figure } from '../benchCase.ts';
import { readOwnCpuMs } from '../cpuTime.ts';
import { median } from '../statistics.ts';

const PROFILES = 5_000;
const LONGEST_MS = 100;
const ROUNDS = 21;

/** What the list of AWS profiles waits for when a connection is added: the files, read and understood each time. */
export const profilesCase: BenchCase = {
  name: 'profiles',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-bench-'));
    try {
      const files = { configFilepath: join(folder, 'config'), filepath: join(folder, 'credentials') };
      const describe = (index: number): string =>
        `[profile team-${index}]\nsso_session = acme\nsso_account_id = ${String(index).padStart(12, '1')}\nsso_role_name = Developer\nregion = eu-central-1\n`;
      writeFileSync(
        files.configFilepath,
        Array.from({ length: PROFILES }, (_, index) => describe(index)).join(''),
      );
      writeFileSync(files.filepath, '');
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const startedAt = readOwnCpuMs();
        const { length } = await readProfiles(files);
        times.push(readOwnCpuMs() - startedAt);
        if (length !== PROFILES) throw new Error(`${length} profiles`);
      }
      const [first = 0] = times;
      return [
        atMost(figure('5,000 AWS profiles, CPU time of the first reading', first, 'ms', 1), LONGEST_MS),
        figure('5,000 AWS profiles, CPU time of reading again', median(times), 'ms', 1),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
