import * as l10n from '@vscode/l10n';
import type { InspectedMessage } from '../../../broker/connections/client/inspectionStyles.ts';
import { CONTROL_ERROR_CODES } from '../../../broker/protocol/errors.ts';
import { cutExcerpt } from '../../../broker/protocol/excerpt.ts';
import { foldCase } from '../../../broker/protocol/foldCase.ts';
import { MESSAGE_STATES } from '../../../broker/protocol/message.ts';
import type { Capabilities } from '../../connections/capabilities.ts';
import { describe, summarize } from './inspectedMessages.ts';

/** All messages of a queue, in any order. */
export type Inspect = (queueArn: string) => Promise<readonly InspectedMessage[]>;

/**
 * Looks at the messages of an emulator that lists them for developers. It gives all of them at once, so a page is a part of what the
 * queue has when it is read: its cursor is a number of messages.
 */
export function peekByInspection(inspect: Inspect): Capabilities['peek'] {
  const read = async (queueArn: string, messageId: string) => {
    const message = (await inspect(queueArn)).find((each) => each.messageId === messageId);
    if (message !== undefined) return describe(queueArn, message);
    const error = new Error(l10n.t('The message no longer exists: {0}', messageId));
    throw Object.assign(error, { code: CONTROL_ERROR_CODES.notFound });
  };
  return {
    page: async ({ queueArn, state, cursor, limit }) => {
      const messages = (await inspect(queueArn)).filter(
        (each) => state === undefined || each.state === state,
      );
      const rank = (each: InspectedMessage) => MESSAGE_STATES.indexOf(each.state);
      const ordered = messages.toSorted((one, other) => rank(one) - rank(other));
      const { part, next } = cut(ordered, cursor, limit);
      return { messages: part.map(summarize), ...next };
    },
    search: async ({ queueArn, text, cursor, limit }) => {
      const { part, next } = cut((await inspect(queueArn)).toSorted(compareAges).reverse(), cursor, limit);
      const folded = foldCase(text);
      const found = part.flatMap((message) => {
        const place = foldCase(message.body).indexOf(folded);
        return place === -1 ? [] : [{ ...summarize(message), excerpt: cutExcerpt(message.body, place) }];
      });
      const bytes = part.map((message) => summarize(message).sizeBytes);
      return {
        found,
        searchedCount: part.length,
        searchedBytes: bytes.reduce((sum, each) => sum + each, 0),
        ...next,
      };
    },
    read,
    readPage: async ({ queueArn, cursor, limit }) => {
      const { part, next } = cut((await inspect(queueArn)).toSorted(compareAges), cursor, limit);
      return { messages: part.map((message) => describe(queueArn, message)), unreadableIds: [], ...next };
    },
    follow: async (queueArn, messageId) => ({ ...(await read(queueArn, messageId)), body: '' }),
  };
}

function cut(
  messages: readonly InspectedMessage[],
  cursor: string | undefined,
  limit: number,
): { readonly part: readonly InspectedMessage[]; readonly next: { readonly nextCursor?: string } } {
  const from = Number(cursor ?? 0);
  const end = from + limit;
  return {
    part: messages.slice(from, end),
    next: end < messages.length ? { nextCursor: String(end) } : {},
  };
}

/** Oldest first. */
function compareAges(one: InspectedMessage, other: InspectedMessage): number {
  return summarize(one).sentAt - summarize(other).sentAt;
}
