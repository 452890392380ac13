import { printParseErrorCode, visit } from 'jsonc-parser';
import { findTooDeep } from '../calls/jsonBounds.ts';
import { MAXIMUM_FAULTS } from './jsonReader.ts';

/** A message body may be nested; the parser and the printer call themselves for each level. */
const MAXIMUM_DEPTH = 200;

/** Queues of a file, and members of the objects that make a queue; what is deeper is the contents of messages and policies. */
const MAXIMUM_MEMBERS = 1000;
const QUEUES_DEPTH = 2;
const MEMBERS_DEPTH = 4;

/** What keeps a text from being JSON with comments and trailing commas. */
interface SyntaxFault {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
}

/** Thrown and caught in this file only: the parser does not ask whether to continue. */
class EnoughError extends Error {}

/** Looks through a text without keeping what is in it, up to as many faults as are reported. */
export function findSyntaxFaults(text: string): readonly SyntaxFault[] {
  const tooDeep = findTooDeep(text, MAXIMUM_DEPTH);
  if (tooDeep !== undefined) {
    return [{ offset: tooDeep, length: 1, message: `Nested more than ${MAXIMUM_DEPTH} levels deep.` }];
  }
  let faults: SyntaxFault[] = [];
  let depth = 0;
  /** How many members the object has at each level that the parser is in. */
  const members = new Uint32Array(MAXIMUM_DEPTH + 1);
  const enter = (): void => {
    depth++;
    members[depth] = 0;
  };
  const countMember = (_name: string, offset: number, length: number): void => {
    const count = (members[depth] ?? 0) + 1;
    members[depth] = count;
    if (count <= MAXIMUM_MEMBERS || depth > MEMBERS_DEPTH) return;
    const what = depth === QUEUES_DEPTH ? 'A file may have at most 1,000 queues' : 'At most 1,000 members';
    // This is more specific than the earlier problem.
    faults = [{ offset, length, message: `${what}; this is one more.` }];
    throw new EnoughError();
  };
  const leave = (): void => {
    depth--;
  };
  try {
    visit(
      text,
      {
        onObjectBegin: enter,
        onObjectEnd: leave,
        onObjectProperty: countMember,
        onArrayBegin: enter,
        onArrayEnd: leave,
        onError: (code, offset, length) => {
          faults.push({ offset, length, message: describe(printParseErrorCode(code)) });
          if (faults.length === MAXIMUM_FAULTS) throw new EnoughError();
        },
      },
      { allowTrailingComma: true },
    );
  } catch (error) {
    if (!(error instanceof EnoughError)) throw error;
  }
  return faults;
}

/** `PropertyNameExpected` reads "Property name expected." */
function describe(code: string): string {
  return `${code[0]}${code.slice(1).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}.`;
}
