/** Bytes of a key, as Amazon S3 limits it. */
const MAXIMUM_KEY_BYTES = 1024;

/** Names of files that programs write until the real one is complete, and of what systems put into folders. */
const TEMPORARY_NAMES: readonly RegExp[] = [
  /\.(?:partial|part|filepart|tmp|temp|crdownload|download|sw[a-p]|bak)$/i,
  /~$/,
  /^#.*#$/,
  // Owner files of office programs.
  /^~\$/,
  // Vim tries whether it can write to a folder by a file of this name.
  /^4913$/,
  /^(?:thumbs\.db|desktop\.ini)$/i,
];

/** Whether a file or folder of this name can be, or hold, an object: it is neither hidden nor temporary. */
export function isObjectName(name: string): boolean {
  return !name.startsWith('.') && !TEMPORARY_NAMES.some((pattern) => pattern.test(name));
}

export function isKeyTooLong(key: string): boolean {
  return Buffer.byteLength(key) > MAXIMUM_KEY_BYTES;
}

/** Whether a folder can have keys with the prefix. @param folder its key, with `/` at the end; empty for the bucket */
export function canHavePrefix(folder: string, prefix: string): boolean {
  return folder.startsWith(prefix) || prefix.startsWith(folder);
}

/** The key as events have it: encoded like the value of a form, but with its slashes (docs/buckets.md). */
export function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
