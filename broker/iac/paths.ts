/*
 * Names of files without a file system: the extension has them from URIs, and a template from Windows may have backslashes.
 */

const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;

/** The folder of a file, with a `/` at its end; empty: the name has no folder. */
export function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

/** The name of a file without its folder. */
export function baseNameOf(file: string): string {
  return file.slice(folderOf(file).length);
}

/** A path that a file of this folder names, without `.` and, as far as it can, without `..`. */
export function joinPath(folder: string, path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const whole = ABSOLUTE.test(path) ? slashed : folder + slashed;
  const parts: string[] = [];
  for (const [index, part] of whole.split('/').entries()) {
    if (part === '.' || (part === '' && index > 0)) continue;
    const last = parts.at(-1);
    if (part === '..' && last !== undefined && last !== '..' && last !== '') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** A path of {@link joinPath} as one from a folder; `.` is the folder. A path elsewhere stays as it is. */
export function relativeTo(folder: string, path: string): string {
  const base = joinPath('', folder);
  if (path === base) return '.';
  if (base === '') return path === '' ? '.' : path;
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : climbTo(base, path);
}

function climbTo(base: string, path: string): string {
  const from = base.split('/');
  const to = path.split('/');
  const isRooted = ABSOLUTE.test(path) || ABSOLUTE.test(base);
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  // What is above a folder whose own name is not known cannot be named from it.
  if (from.slice(shared).includes('..') || (isRooted && shared === 0)) return path;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}
