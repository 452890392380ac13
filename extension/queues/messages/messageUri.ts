import { LOCAL_CONNECTION } from '../../connections/queueRef.ts';
import { MESSAGE_SCHEME } from '../../ground/ids.ts';

/** The parts of `queueside:/<queue name>/<message id>.json|.txt`; before them, `//<connection>` of one that is not local. */
export interface MessageAddress {
  readonly connectionId: string;
  readonly queueName: string;
  readonly messageId: string;
  /** Asks for a formatted body and gives the editor its language. */
  readonly isJson: boolean;
}

/** @returns the path of a message document. */
export function formatMessagePath({
  queueName,
  messageId,
  isJson,
}: Omit<MessageAddress, 'connectionId'>): string {
  return `/${queueName}/${messageId}.${isJson ? 'json' : 'txt'}`;
}

/** @returns undefined for a path that no message document has. */
export function parseMessagePath(path: string): Omit<MessageAddress, 'connectionId'> | undefined {
  const match = /^\/([\w.-]+)\/([\w-]+)\.(json|txt)$/.exec(path);
  const [, queueName, messageId, extension] = match ?? [];
  if (queueName === undefined || messageId === undefined) return undefined;
  return { queueName, messageId, isJson: extension === 'json' };
}

/** Guesses from its beginning whether a body is JSON; if the guess is wrong, the document shows the body unchanged. */
export function looksLikeJson(preview: string): boolean {
  return /^\s*[{[]/.test(preview);
}

/** A URI in parts, for `Uri.from`. */
export function formatMessageUri(address: MessageAddress): {
  scheme: string;
  authority: string;
  path: string;
} {
  const { connectionId } = address;
  const authority = connectionId === LOCAL_CONNECTION ? '' : connectionId;
  return { scheme: MESSAGE_SCHEME, authority, path: formatMessagePath(address) };
}

/** @returns undefined for the URI of no message document */
export function parseMessageUri({
  authority,
  path,
}: {
  readonly authority: string;
  readonly path: string;
}): MessageAddress | undefined {
  const parts = parseMessagePath(path);
  return parts && { ...parts, connectionId: authority === '' ? LOCAL_CONNECTION : authority };
}
