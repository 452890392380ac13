import { FileType, l10n, type Uri, workspace } from 'vscode';
import { decodeText } from '../../broker/protocol/decodeText.ts';
import { type DefinitionProblem, MAXIMUM_DEFINITIONS_BYTES } from '../../broker/protocol/definitions.ts';

/** Of texts in one request; there are some members beside them. */
export const MAXIMUM_FRAME_BYTES = 7 * 1_048_576;

/** The text of a file of definitions, or what keeps it from being one. */
export type DefinitionsText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: DefinitionProblem };

/** @returns undefined when there is no such file. */
export async function readDefinitions(uri: Uri): Promise<DefinitionsText | undefined> {
  try {
    // Asked first, so that a huge file is never read, and a pipe never waited for.
    const { size, type } = await workspace.fs.stat(uri);
    if ((type & FileType.File) === 0) return refuse(0, l10n.t('This is not a file.'));
    if (size > MAXIMUM_DEFINITIONS_BYTES) {
      return refuse(0, l10n.t('The file is larger than 4 MiB, the limit for queue definitions.'));
    }
    const decoded = decodeText(await workspace.fs.readFile(uri), new TextDecoder());
    if (!decoded.ok) return refuse(decoded.line, l10n.t('The file {0}.', decoded.message));
    return countFrameBytes(decoded.text) > MAXIMUM_FRAME_BYTES
      ? refuse(0, l10n.t('The file has too many characters that must be escaped, so it can’t be used.'))
      : decoded;
  } catch {
    return undefined;
  }
}

/** What a text takes on the connection to the broker, which is cut at 8 MiB a message. */
export function countFrameBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

function refuse(line: number, message: string): DefinitionsText {
  return { ok: false, problem: { line, character: 0, endLine: line, endCharacter: 1, message } };
}
