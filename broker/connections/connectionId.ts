import { createHash } from 'node:crypto';

/** What the local broker is called. */
const RESERVED = 'local';
const HASH_CHARACTERS = 8;
const MAXIMUM_SLUG_CHARACTERS = 40;

/**
 * The id of a connection by its name, the same in each window: rows, documents and the secret storage use it.
 * @returns small letters, digits and hyphens, beginning with a letter; never that of the local broker
 */
export function nameConnectionId(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  // Names that differ in what is left out here are different connections.
  const isWhole = slug === name && slug.length <= MAXIMUM_SLUG_CHARACTERS;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_CHARACTERS);
  const text = isWhole ? slug : `${slug.slice(0, MAXIMUM_SLUG_CHARACTERS)}-${hash}`;
  return /^[a-z]/.test(text) && text !== RESERVED ? text : `c-${text.replace(/^-+/, '')}`;
}
