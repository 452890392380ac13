import { Uri, workspace } from 'vscode';

const SCHEME = /^[a-z][a-z\d+.-]+:\/\//i;

/**
 * A file as the Explorer shows it, from its folder of the workspace.
 * @param source of definitions: a URI, or a path
 */
export function nameSource(source: string): string {
  return workspace.asRelativePath(SCHEME.test(source) ? Uri.parse(source) : source);
}
