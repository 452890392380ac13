import { FileType, type Uri, workspace } from 'vscode';
import { writeDefinitionText } from '../../broker/iac/definitionText.ts';
import { MAXIMUM_TEXT_LENGTH } from '../../broker/iac/limits.ts';
import type { LocalPlace } from '../../broker/iac/localPlace.ts';
import type { IacModel } from '../../broker/iac/model.ts';
import { readIac } from '../../broker/iac/readIac.ts';
import { type IacDefinitions, toDefinitions } from '../../broker/iac/toDefinitions.ts';
import { decodeText } from '../../broker/protocol/decodeText.ts';

/** What a template says, with all files that it leads to. */
export interface ReadTemplate {
  readonly uri: Uri;
  /** Its files have the paths of their URIs. */
  readonly model: IacModel;
  readonly definitions: IacDefinitions;
  /** The definitions as the broker takes them. */
  readonly text: string;
}

/** Of a template that has none of these, nothing can become a queue, or a function that a queue invokes. */
const RESOURCES = /AWS::SQS::|AWS::Serverless|AWS::Lambda::/;

/** A first look, before a text is read: whether it can have queues or functions. */
export function looksLikeOurs({ path }: Uri, text: string): boolean {
  if (path.endsWith('/manifest.json')) return text.includes('"artifacts"');
  return /\/serverless\.ya?ml$/.test(path) ? /^service\s*:/m.test(text) : RESOURCES.test(text);
}

/** The same for a file. */
export async function looksLikeTemplate(uri: Uri): Promise<boolean> {
  const text = await readText(uri);
  return text !== undefined && looksLikeOurs(uri, text);
}

/**
 * Reads a template. Files are read in the folders of the workspace only.
 * @param readOpen texts that are not saved yet; undefined: the file counts
 */
export async function readTemplate(
  uri: Uri,
  place: LocalPlace,
  readOpen: (file: Uri) => string | undefined = () => undefined,
): Promise<ReadTemplate> {
  const { region, account } = place;
  const read = async (path: string): Promise<string | undefined> => {
    const file = uri.with({ path });
    if (workspace.getWorkspaceFolder(file) === undefined) return undefined;
    return readOpen(file) ?? readText(file);
  };
  const stack = { region, account, environment: process.env };
  const model = await readIac(uri.path, { readText: read }, stack);
  const definitions = toDefinitions(model, place);
  return { uri, model, definitions, text: writeDefinitionText(definitions) };
}

/** The URI of a file of a template. */
export function locateFile({ uri }: Pick<ReadTemplate, 'uri'>, file: string): Uri {
  return uri.with({ path: file });
}

async function readText(uri: Uri): Promise<string | undefined> {
  try {
    // Asked first, so that a huge file is never read, and a pipe never waited for.
    const { size, type } = await workspace.fs.stat(uri);
    if ((type & FileType.File) === 0 || size > MAXIMUM_TEXT_LENGTH) return undefined;
    const decoded = decodeText(await workspace.fs.readFile(uri), new TextDecoder());
    return decoded.ok ? decoded.text : undefined;
  } catch {
    return undefined;
  }
}
