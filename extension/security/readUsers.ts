import { parse } from 'jsonc-parser';
import { readRegularFile } from '../broker/regularFile.ts';

/** What signs for a user. */
export interface UserKeys {
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The users of the file that have a name and a key pair, in its order; none when it cannot be read. */
export async function readUsers(path: string): Promise<readonly UserKeys[]> {
  const text = await readRegularFile(path).catch(() => '');
  const file = parse(text, [], { allowTrailingComma: true }) as { users?: unknown } | undefined;
  if (!Array.isArray(file?.users)) return [];
  return (file.users as Partial<UserKeys>[]).filter(
    (user): user is UserKeys =>
      typeof user?.name === 'string' &&
      typeof user.accessKeyId === 'string' &&
      typeof user.secretAccessKey === 'string',
  );
}
