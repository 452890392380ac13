export type FunctionLanguage = 'Java' | 'Go' | 'Rust' | 'Python';

/** Where a function is, or why it is not available here. */
type BuiltFunction = { readonly folder: string } | { readonly missing: string };

const BUILT = JSON.parse(process.env['PEER_FUNCTIONS'] ?? '{}') as Record<
  FunctionLanguage,
  BuiltFunction | undefined
>;

/** The function that the stage has built in this language. */
export function findBuilt(language: FunctionLanguage): BuiltFunction {
  return BUILT[language] ?? { missing: `functions in ${language} were not built by the stage` };
}

/** Declares tests of a language, which are skipped where it is not available. */
export function describeFunctions(
  language: FunctionLanguage,
  what: string,
  define: (folder: string) => void,
): void {
  describe(what, () => {
    const built = findBuilt(language);
    if ('missing' in built) it.skip(built.missing);
    else define(built.folder);
  });
}

/** A batch of two messages, as a mapping hands it over: the body of the second is no JSON. */
export const BATCH = {
  Records: ['{"image":1}', 'Grüße'].map((body, index) => ({
    messageId: `message-${index}`,
    receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1545082649183',
      SenderId: 'AIDAIENQZJOLO23YVJ4VO',
      ApproximateFirstReceiveTimestamp: '1545082649185',
    },
    messageAttributes: {
      trace: { binaryValue: 'AQID', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
    },
    md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:images',
    awsRegion: 'us-east-1',
  })),
};
