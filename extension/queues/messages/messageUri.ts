import { MESSAGE_SCHEME } from '../../ground/ids.ts';

/** The parts of `queueside:/<queue name>/<message id>.json|.txt`. */
export interface MessageAddress {
  readonly queueName: string;
  readonly messageId: string;
  /** Asks for a formatted body and gives the editor its language. */
  readonly isJson: boolean;
}

/** @returns the path of a message document. */
export function formatMessagePath({ queueName, messageId, isJson }: MessageAddress): string {
  return `/${queueName}/${messageId}.${isJson ? 'json' : 'txt'}`;
}

/** @returns undefined for a path that no message document has. */
export function parseMessagePath(path: string): MessageAddress | undefined {
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
export function formatMessageUri(address: MessageAddress): { scheme: string; path: string } {
  return { scheme: MESSAGE_SCHEME, path: formatMessagePath(address) };
}
