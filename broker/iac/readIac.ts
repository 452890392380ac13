import { evaluate } from './evaluate.ts';
import { MAXIMUM_FILES, MAXIMUM_TOTAL_LENGTH } from './limits.ts';
import type { IacModel, IacPorts, IacStack } from './model.ts';
import { readApplication } from './readApplication.ts';
import { type ReadSource, readSource } from './readSource.ts';
import { addStackSettings, listSettingsFiles } from './stackSettings.ts';
import { World } from './world.ts';

/** Files that name files; each round reads those that the one before asked for. */
const MAXIMUM_ROUNDS = 12;

/**
 * Reads a SAM or CloudFormation template, the `manifest.json` of a `cdk.out`, or a `serverless.yml`, and the files that it leads to
 * (docs/templates.md), with the values that files next to it have for its parameters. Does not throw because of what the files say.
 * @param file its path, as `readText` and all ranges have it, with `/` between folders
 * @param read in place of `readSource`, for a caller that keeps what it has read
 */
export async function readIac(
  file: string,
  ports: IacPorts,
  stack: IacStack,
  read: (file: string, text: string) => ReadSource = readSource,
): Promise<IacModel> {
  const files = new Map<string, ReadSource | undefined>();
  const settings = listSettingsFiles(file);
  let length = 0;
  for (let wanted: readonly string[] = [file, ...settings], round = 0; ; round++) {
    for (const name of wanted) {
      const text = length > MAXIMUM_TOTAL_LENGTH ? undefined : await ports.readText(name);
      length += text?.length ?? 0;
      files.set(name, text === undefined ? undefined : read(name, text));
    }
    const given = addStackSettings(
      stack,
      settings.flatMap((name) => files.get(name) ?? []),
    );
    const missing = new Set<string>();
    const world = new World(given.stack, evaluate, (name) => {
      if (!files.has(name)) missing.add(name);
      return files.get(name);
    });
    for (const problem of given.problems) world.note(problem);
    const model = readApplication(file, world);
    wanted = [...missing].slice(0, MAXIMUM_FILES - files.size);
    if (wanted.length > 0 && round < MAXIMUM_ROUNDS) continue;
    const isUnreadable = ([name, read]: readonly [string, ReadSource | undefined]): boolean => {
      if (read?.root !== undefined) return false;
      // A template needs none of these, and an empty one has no values: only a mistake in it is in the way.
      return !settings.includes(name) || (read?.problems ?? []).length > 0;
    };
    const unreadable = [...files].filter(isUnreadable).map(([name]) => name);
    return { ...model, files: [...files.keys()], unreadable };
  }
}
