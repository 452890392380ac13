import { parse } from 'jsonc-parser';

/** What signs for a user. */
export interface UserKeys {
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The users of a credential file that have a name and a key pair, in its order; none when it cannot be read. */
export function parseUserKeys(text: string): readonly UserKeys[] {
  const file = parse(text, [], { allowTrailingComma: true }) as { users?: unknown } | undefined;
  if (!Array.isArray(file?.users)) return [];
  return (file.users as Partial<UserKeys>[]).filter(
    (user): user is UserKeys =>
      typeof user?.name === 'string' &&
      typeof user.accessKeyId === 'string' &&
      typeof user.secretAccessKey === 'string',
  );
}
