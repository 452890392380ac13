import type { ActionName } from '../../api/actions.ts';
import { digestAttributes } from '../../calls/attributeDigest.ts';

interface AttributeValue {
  readonly DataType?: string | undefined;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}

interface Checked {
  readonly MessageAttributes?: Readonly<Record<string, AttributeValue>> | undefined;
  readonly MD5OfMessageAttributes?: string | undefined;
}

interface Entry extends Checked {
  readonly Id?: string | undefined;
}

/** The parts of calls and responses that have messages. */
interface Messages extends Checked {
  readonly Entries?: readonly Entry[] | undefined;
  readonly Successful?: readonly Entry[] | undefined;
  readonly Messages?: readonly Checked[] | undefined;
}

/** Has the name that the SDK gives to a wrong checksum of a body. */
class WrongChecksumError extends Error {
  constructor() {
    super('InvalidChecksumError');
  }
}

/**
 * Compares the attributes of messages with the digests in the response, as the AWS SDKs for Java, .NET, PHP and Ruby do; that for
 * JavaScript compares bodies only (docs/sqs-contract.md, section 11.4).
 * @param isComplete the peer gives a digest of all attributes; some emulators give none
 * @throws Error
 */
export function checkAttributeChecksums(
  action: ActionName,
  input: object,
  output: object,
  isComplete: boolean,
): void {
  for (const { MessageAttributes: attributes = {}, MD5OfMessageAttributes: digest } of pair(
    action,
    input,
    output,
  )) {
    const expected = digestAttributes(
      Object.entries(attributes).map(
        ([name, { DataType: type = '', StringValue: text, BinaryValue: bytes }]) => ({
          name,
          type,
          // Of a caller without types, the SDK also takes a text as bytes.
          value: type.startsWith('Binary') ? Buffer.from(bytes ?? []) : (text ?? ''),
        }),
      ),
    );
    // Some emulators give the digest of nothing to a message without attributes.
    if (expected === undefined || (digest === undefined && !isComplete)) continue;
    if (digest !== expected) throw new WrongChecksumError();
  }
}

/** Attributes, each with the digest that the service has of them. */
function pair(action: ActionName, input: Messages, output: Messages): readonly Checked[] {
  switch (action) {
    case 'SendMessage':
      return [{ ...input, ...output }];
    case 'SendMessageBatch':
      return (output.Successful ?? []).map((sent) => ({
        ...input.Entries?.find(({ Id }) => Id === sent.Id),
        ...sent,
      }));
    case 'ReceiveMessage':
      return output.Messages ?? [];
    default:
      return [];
  }
}
