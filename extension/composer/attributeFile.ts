import { l10n, window, workspace } from 'vscode';

/** Of the classic and the present service alike, a value beyond this can never be sent. */
const LARGEST_VALUE_BYTES = 1_048_576;

/** Lets the user pick a file for a binary attribute; undefined when none was picked. */
export async function loadAttributeFile(
  maximumBytes = LARGEST_VALUE_BYTES,
): Promise<{ readonly name: string; readonly base64: string } | { readonly problem: string } | undefined> {
  const [uri] =
    (await window.showOpenDialog({
      title: l10n.t('Load binary attribute value'),
      openLabel: l10n.t('Load'),
    })) ?? [];
  if (uri === undefined) return undefined;
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  try {
    // Asked first, so that a huge file is never read.
    const { size } = await workspace.fs.stat(uri);
    if (size > maximumBytes) return { problem: l10n.t('{0} is larger than a message may be.', name) };
    if (size === 0) return { problem: l10n.t('{0} is empty.', name) };
    const bytes = await workspace.fs.readFile(uri);
    return { name, base64: Buffer.from(bytes).toString('base64') };
  } catch {
    return { problem: l10n.t('{0} cannot be read.', name) };
  }
}
