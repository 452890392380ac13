import { FileType, type Uri, workspace } from 'vscode';
import { writeDefinitionText } from '../../broker/iac/definitionText.ts';
import { MAXIMUM_TEXT_LENGTH } from '../../broker/iac/limits.ts';
import type { LocalPlace } from '../../broker/iac/localPlace.ts';
import type { IacModel, IacStack } from '../../broker/iac/model.ts';
import { readIac } from '../../broker/iac/readIac.ts';
import type { SourceCache } from '../../broker/iac/sourceCache.ts';
import { type IacDefinitions, toDefinitions } from '../../broker/iac/toDefinitions.ts';
import { decodeText } from '../../broker/protocol/decodeText.ts';
import { leadsOut } from './linksOut.ts';

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

/** How a template is read that a user edits. */
export interface OpenReading {
  /** Texts that are not saved yet; undefined: the file counts. */
  readonly findText: (file: Uri) => string | undefined;
  readonly cache: SourceCache;
  /** UTF-16 units of all its files. */
  readonly maximumLength: number;
}

/** Reads a template. Files are read in the folders of the workspace only. */
export async function readTemplate(uri: Uri, place: LocalPlace): Promise<ReadTemplate> {
  const readFile = (path: string) => readInWorkspace(uri.with({ path }));
  return describe(uri, place, await readIac(uri.path, { readText: readFile }, stackOf(place)));
}

/** The same for one that a user edits. @returns undefined if its files are too long */
export async function readOpenTemplate(
  uri: Uri,
  place: LocalPlace,
  { findText, cache, maximumLength }: OpenReading,
): Promise<ReadTemplate | undefined> {
  let length = 0;
  const readFile = async (path: string): Promise<string | undefined> => {
    if (length > maximumLength) return undefined;
    const file = uri.with({ path });
    const text = findText(file) ?? (await readInWorkspace(file));
    length += text?.length ?? 0;
    return length > maximumLength ? undefined : text;
  };
  const model = await readIac(uri.path, { readText: readFile }, stackOf(place), cache.read);
  cache.keep(model.files);
  return length > maximumLength ? undefined : describe(uri, place, model);
}

function stackOf({ region, account }: LocalPlace): IacStack {
  return { region, account, environment: process.env };
}

function describe(uri: Uri, place: LocalPlace, model: IacModel): ReadTemplate {
  const definitions = toDefinitions(model, place);
  return { uri, model, definitions, text: writeDefinitionText(definitions) };
}

async function readInWorkspace(file: Uri): Promise<string | undefined> {
  if (workspace.getWorkspaceFolder(file) === undefined) return undefined;
  // The author of a folder that you do not trust could lead anywhere with a link.
  if (!workspace.isTrusted && (await leadsOut(file))) return undefined;
  return readText(file);
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
