import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE } from '../support/exportTexts.mjs';

const ROOTS = ['broker', 'extension', 'webview'];
const SOURCES = /\.tsx?$/;

/** A number, at most one word, and what is counted, in the plural. */
const COUNTED =
  /\{\d\} (?!has |with )(?:[a-z-]+ )?(?:messages|events|queues|receives|requests|programs|consumers|calls|lines|times|files|attributes|copies|findings|steps|minutes|hours|days|seconds|characters|records|entries|chunks|keys|users|columns|tags)\b(?!\/)/u;
/** A limit is never 1. */
const LIMIT = /at most|more than|larger than/u;
/** How far before a text the choice between it and the text for one is made. */
const NEAR_CHARACTERS = 400;
const CHOICE = /forCount\(|=== 1\b/u;

/** Counts that are never 1 where the text is shown, and words that only look like a count. */
const NEVER_ONE: Readonly<Record<string, string>> = {
  'Added {0} of {1} copies to {2} at {3}. The others were deduplicated: a message with the same deduplication ID was sent in the last 5 minutes.':
    'some were stored, and some were not',
  'Copied {0} lines for a .env file.': 'endpoint, region and credentials are always copied',
  'Copied {0} lines. Paste them into the shell.': 'endpoint, region and credentials are always copied',
  'Delete {0} received messages from {1} queues?': 'shown for several queues',
  'Sent {0} messages to {1}.': 'a single file opens in the composer',
  'Sent {0} of {1} files to {2}.': 'a single file opens in the composer',
  'Sent {0} of {1} files. {2}: {3}': 'a single file opens in the composer',
  'The body has {0} lines, too many to edit here. You see its start, and can send it unchanged.':
    'thousands of lines',
  'The last such message was received {0} times; maxReceiveCount is {1}. After {2} more, it moves to the dead-letter queue.':
    'from two receives on',
  'The last such message was received {0} times; maxReceiveCount is {1}. The next receive moves it to the dead-letter queue.':
    'from two receives on',
  'The name of the new queue would have {0} characters; {1} are allowed. Choose another queue.':
    'more than the limit',
  'This consumer received the last such message {0} times and did not delete it. Most likely, its handler fails on exactly these messages.':
    'from three receives on',
  'This consumer received {0} messages and deleted none of them in time. They will be redelivered until they expire or move to a dead-letter queue.':
    'from three messages on',
  'a string of {0} to {1} characters': 'a range',
  '{0} in {1} steps': 'shown from two steps on',
  '{0} messages took longer to process than their visibility timeout ({1}); of the last {2}, 95% were processed within {3}. Each of them can be delivered again while the first handler is still processing it.':
    'from three messages on',
  '{0} receives in {1} returned no message and did not wait. At this rate, one idle consumer makes {2} billed requests a day, about {3}. A short poll can also miss available messages.':
    'many polls',
  'Not steady: messages arrive in bursts. Their number varies {0} times as much as that of many independent senders. Waits depend on each burst, so none are forecast.':
    'more than three',
  'Too few samples: {0} of {2} messages arrived, and {1} of {2} were handled. Let your consumers work, look further back, or run a load test.':
    'of 200',
  'Amazon SQS has no peek. Looking at up to {0} messages of “{1}” hides them from its consumers for {2} seconds and raises their receive count.':
    '10 to 100 messages',
  'How long to hide {0} messages from consumers': '10 to 100 messages',
  '{0} of about {1} messages, a sample: the head of each message group that was not blocked.':
    'from two messages on',
  '{0} of about {1} messages, a sample: the service chose them, in no particular order.':
    'from two messages on',
  '{0} days': 'beside “1 day”, in a table of units',
  '{0} hours': 'beside “1 hour”, in a table of units',
  '{0} minutes': 'beside “1 minute”, in a table of units',
  '{0} seconds': 'beside “1 second”, in a table of units',
};

const sources = ROOTS.flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => SOURCES.test(path) && !path.includes('node_modules'))
    .map((path) => ({ path: join(root, path), text: readFileSync(join(root, path), 'utf8') })),
);

/** Where a text is used without a text for one beside it. */
function findLonePlurals(text: string): string[] {
  return ["'", '"', '`'].flatMap((quote) => {
    const literal = `${quote}${text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll(quote, `\\${quote}`)}${quote}`;
    return sources.flatMap((source) => {
      const places: number[] = [];
      for (let at = source.text.indexOf(literal); at !== -1; at = source.text.indexOf(literal, at + 1))
        places.push(at);
      return places
        .filter((at) => !CHOICE.test(source.text.slice(Math.max(0, at - NEAR_CHARACTERS), at)))
        .map(() => `${source.path}: ${text}`);
    });
  });
}

describe('texts with a count', () => {
  const texts = Object.keys(JSON.parse(readFileSync(BUNDLE, 'utf8')) as object);
  const counted = texts.filter((text) => COUNTED.test(text) && !LIMIT.test(text));

  it('have a text for one beside them, unless the count is never one', () => {
    assert.ok(counted.length > 60, String(counted.length));
    const lone = counted.filter((text) => !Object.hasOwn(NEVER_ONE, text)).flatMap(findLonePlurals);
    assert.deepEqual(lone, []);
  });

  it('are exempt only if they exist, and have no text for one', () => {
    const needless = Object.keys(NEVER_ONE).filter((text) => findLonePlurals(text).length === 0);
    assert.deepEqual(needless, []);
  });
});
